package shop;

import io.sentry.Attachment;
import io.sentry.Breadcrumb;
import io.sentry.Sentry;
import io.sentry.SentryLevel;
import io.sentry.protocol.SentryId;
import io.sentry.protocol.User;
import java.nio.charset.StandardCharsets;

/** A plain program with the official SDK: one error with a cause, one message, and all that people hang onto them. */
public final class App {
  public static void main(String[] args) {
    Sentry.init(options -> {
      options.setDsn(System.getenv("SENTRY_DSN"));
      options.setEnvironment("staging");
      options.setRelease("shop@1.2.3");
      options.addInAppInclude("shop");
    });
    var user = new User();
    user.setId("42");
    user.setEmail("ada@example.com");
    Sentry.setUser(user);
    Sentry.setTag("shop", "tickets");
    var added = new Breadcrumb("seat added");
    added.setCategory("cart");
    Sentry.addBreadcrumb(added);

    var exception = new SentryId[1];
    try {
      reserve();
    } catch (IllegalStateException error) {
      Sentry.withScope(scope -> {
        scope.addAttachment(new Attachment("seat 12".getBytes(StandardCharsets.UTF_8), "seat.txt", "text/plain"));
        exception[0] = Sentry.captureException(error);
      });
    }
    var message = Sentry.captureMessage("The box office is closed", SentryLevel.WARNING);
    Sentry.flush(10_000);
    System.out.printf("{\"exception\":\"%s\",\"message\":\"%s\"}%n", exception[0], message);
    Sentry.close();
  }

  static void reserve() {
    try {
      readRow();
    } catch (NullPointerException error) {
      throw new IllegalStateException("The seat cannot be reserved", error);
    }
  }

  static void readRow() {
    throw new NullPointerException("Seat 12 has no row");
  }
}
