use cloudc_engine::Stopper;

/// Asks a run to stop each time that somebody presses Ctrl-C: first to finish what runs, then to end now.
pub(crate) fn listen(stopper: &Stopper) {
    let stopper = stopper.clone();
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            stopper.press();
        }
    });
}
