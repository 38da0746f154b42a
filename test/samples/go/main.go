// A plain program with the official SDK: one error with a cause, one message, and all that people hang onto them.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/getsentry/sentry-go"
)

var errNoRow = errors.New("the seat has no row")

func readRow(number int) error {
	return fmt.Errorf("seat %d: %w", number, errNoRow)
}

func reserve(scope *sentry.Scope, hub *sentry.Hub) *sentry.EventID {
	if err := readRow(12); err != nil {
		scope.AddAttachment(&sentry.Attachment{Filename: "seat.txt", ContentType: "text/plain", Payload: []byte("seat 12")})
		return hub.CaptureException(fmt.Errorf("the seat cannot be reserved: %w", err))
	}
	return nil
}

func main() {
	err := sentry.Init(sentry.ClientOptions{
		Dsn: os.Getenv("SENTRY_DSN"), Environment: "staging", Release: "shop@1.2.3", AttachStacktrace: true,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	hub := sentry.CurrentHub()
	hub.ConfigureScope(func(scope *sentry.Scope) {
		scope.SetUser(sentry.User{ID: "42", Email: "ada@example.com"})
		scope.SetTag("shop", "tickets")
	})
	hub.AddBreadcrumb(&sentry.Breadcrumb{Category: "cart", Message: "seat added", Level: sentry.LevelInfo}, nil)
	said := map[string]*sentry.EventID{}
	hub.WithScope(func(scope *sentry.Scope) { said["exception"] = reserve(scope, hub) })
	hub.WithScope(func(scope *sentry.Scope) {
		scope.SetLevel(sentry.LevelWarning)
		said["message"] = hub.CaptureMessage("The box office is closed")
	})
	if !sentry.Flush(10 * time.Second) {
		os.Exit(1)
	}
	_ = json.NewEncoder(os.Stdout).Encode(said)
}
