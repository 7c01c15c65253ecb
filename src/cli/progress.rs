//! Progress bars, on a terminal only.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for a step; it shows nothing where standard error is no terminal or quiet was asked for.
pub(super) fn bar(what: &'static str, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = "{msg} {wide_bar} {percent}% {eta}";
    let bar = ProgressBar::new(0).with_message(what);
    bar.set_style(ProgressStyle::with_template(style).expect("a template without errors"));
    bar
}

/// Tells a bar how much is done, in the form that training reports it.
pub(super) fn steps(bar: &ProgressBar) -> impl Fn(usize, usize) + Sync + '_ {
    |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    }
}
