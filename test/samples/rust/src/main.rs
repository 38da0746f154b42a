//! A plain program with the official SDK: one error with a cause, one message, and all that people hang onto them.

use std::{error::Error, fmt, time::Duration};

#[derive(Debug)]
struct NoRow(u32);

impl fmt::Display for NoRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seat {} has no row", self.0)
    }
}

impl Error for NoRow {}

#[derive(Debug)]
struct NotReserved(NoRow);

impl fmt::Display for NotReserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The seat cannot be reserved")
    }
}

impl Error for NotReserved {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[inline(never)]
fn reserve() -> Result<(), NotReserved> {
    Err(NotReserved(NoRow(12)))
}

fn main() {
    let dsn = std::env::var("SENTRY_DSN").expect("SENTRY_DSN");
    let mut options = sentry::ClientOptions::default();
    options.dsn = Some(dsn.parse().expect("a DSN"));
    options.environment = Some("staging".into());
    options.release = Some("shop@1.2.3".into());
    options.attach_stacktrace = true;
    options.in_app_include = vec!["shop::"];
    let guard = sentry::init(options);
    sentry::configure_scope(|scope| {
        scope.set_user(Some(sentry::User { id: Some("42".into()), ..Default::default() }));
        scope.set_tag("shop", "tickets");
    });
    sentry::add_breadcrumb(sentry::Breadcrumb {
        category: Some("cart".into()),
        message: Some("seat added".into()),
        ..Default::default()
    });
    let exception = sentry::with_scope(
        |scope| {
            scope.add_attachment(sentry::protocol::Attachment {
                buffer: b"seat 12".to_vec(),
                filename: "seat.txt".into(),
                ..Default::default()
            });
        },
        || sentry::capture_error(&reserve().unwrap_err()),
    );
    let message = sentry::capture_message("The box office is closed", sentry::Level::Warning);
    assert!(guard.flush(Some(Duration::from_secs(10))), "not everything was sent");
    println!("{{\"exception\":\"{}\",\"message\":\"{}\"}}", exception.simple(), message.simple());
}
