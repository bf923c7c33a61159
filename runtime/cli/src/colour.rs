use std::io::IsTerminal;

use clap::ValueEnum;

/// What the user says about colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColourChoice {
    /// On a terminal, unless NO_COLOR is set; CLICOLOR_FORCE forces it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Whether output is coloured: decided once, for every renderer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    On,
    Off,
}

/// Decides from the flag, the environment and the terminal, in this order.
///
/// Source: <https://no-color.org> and <https://bixense.com/clicolors>.
pub(crate) fn decide(choice: ColourChoice) -> Colour {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let on = match choice {
        ColourChoice::Always => true,
        ColourChoice::Never => false,
        ColourChoice::Auto if set("NO_COLOR") => false,
        ColourChoice::Auto if set("CLICOLOR_FORCE") => true,
        ColourChoice::Auto => {
            std::io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    };
    if on { Colour::On } else { Colour::Off }
}
