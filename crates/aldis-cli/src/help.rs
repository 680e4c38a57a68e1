//! What the command line says of itself, in the user's language: help texts and complaints about
//! what was typed. clap parses; its own English is not shown.

use std::process::ExitCode;

use aldis_core::present::words::Words;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

use crate::exit::Exit;

/// `command` with every text of its own in the language of `words`.
pub(crate) fn translated(command: Command, words: &Words) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(words.label("help-version"));
    let command = command
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_value_name(words.label("help-value-command"));
    one(command, "help-aldis", words)
        .arg(version)
        .mut_subcommands(|command| {
            let key = format!("help-{}", command.get_name());
            one(command, &key, words)
        })
}

/// One command, whose texts begin with `key`.
fn one(command: Command, key: &str, words: &Words) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(words.label("help-help"));
    let text = words.label(key);
    let (first, rest) = text.split_once(". ").unwrap_or((&text, ""));
    let command = command
        .about(first.trim_end_matches('.').to_owned())
        .long_about(None)
        .after_help(rest.to_owned())
        .disable_help_flag(true)
        .mut_args(|arg| argument(arg, key, words))
        .arg(help);
    let (usage, template) = (usage(&command, words), template(&command, words));
    command.override_usage(usage).help_template(template)
}

/// What stands where in a help text.
fn template(command: &Command, words: &Words) -> String {
    let usage = words.label("help-usage");
    let mut template = format!("{{about-with-newline}}\n{usage} {{usage}}\n");
    let part = |key: &str, part: &str| format!("\n{}:\n{{{part}}}", words.label(key));
    if command.has_subcommands() {
        template += &part("help-commands", "subcommands");
        template.push('\n');
    }
    if command.get_positionals().next().is_some() {
        template += &part("help-arguments", "positionals");
        template.push('\n');
    }
    template += &part("help-options", "options");
    template + "{after-help}"
}

fn argument(arg: Arg, key: &str, words: &Words) -> Arg {
    let name = arg.get_id().as_str().replace('_', "-");
    let text = words.label(&format!("{key}-{name}"));
    let values = arg.get_value_names().unwrap_or_default();
    let values: Vec<_> = values.iter().map(|name| value_name(name, words)).collect();
    let takes_value = arg.get_action().takes_values();
    let arg = arg.help(text).long_help(None);
    if !takes_value {
        return arg;
    }
    arg.value_names(values)
        .hide_possible_values(true)
        .hide_default_value(true)
}

fn value_name(name: &str, words: &Words) -> String {
    let letters = |c: char| c.is_ascii_alphabetic();
    let key: String = name.chars().filter(|c| letters(*c)).collect();
    words.label(&format!("help-value-{}", key.to_ascii_lowercase()))
}

/// The line of usage without clap's own words.
fn usage(command: &Command, words: &Words) -> String {
    let full = match command.get_name() {
        "aldis" => command.clone(),
        name => command.clone().bin_name(format!("aldis {name}")),
    };
    let usage = full.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    usage.replace("OPTIONS", &words.label("help-value-options"))
}

/// Prints the help that was asked for, or what is wrong with what was typed.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list is clap's and open-ended"
)]
pub(crate) fn answer(error: &Error, command: &mut Command, words: &Words) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Whoever does not read it asked for it all the same.
            drop(error.print());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            anstream::eprint!("{}", command.render_help().ansi());
            Exit::Usage.into()
        }
        kind => {
            anstream::eprintln!("aldis: {}", complaint(kind, error, words));
            anstream::eprintln!("aldis: {}", words.label("help-try"));
            Exit::Usage.into()
        }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list is clap's and open-ended"
)]
fn complaint(kind: ErrorKind, error: &Error, words: &Words) -> String {
    let of = |kind| error.get(kind).map(shown).unwrap_or_default();
    let said = match kind {
        ErrorKind::UnknownArgument => words.text(
            "help-unknown-argument",
            [("what", of(ContextKind::InvalidArg).into())],
        ),
        ErrorKind::InvalidSubcommand => {
            let what = of(ContextKind::InvalidSubcommand);
            words.text("help-unknown-command", [("what", what.into())])
        }
        ErrorKind::MissingRequiredArgument => words.text(
            "help-missing",
            [("what", of(ContextKind::InvalidArg).into())],
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (what, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
            if value.is_empty() {
                words.text("help-missing-value", [("what", what.into())])
            } else {
                words.text(
                    "help-wrong-value",
                    [("what", what.into()), ("value", value.into())],
                )
            }
        }
        ErrorKind::ArgumentConflict => {
            words.text("help-twice", [("what", of(ContextKind::InvalidArg).into())])
        }
        _ => words.label("help-not-understood"),
    };
    let allowed = of(ContextKind::ValidValue);
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
        .map(of)
        .concat();
    if !allowed.is_empty() {
        let allowed = words.text("help-allowed", [("allowed", allowed.into())]);
        format!("{said}; {allowed}")
    } else if !meant.is_empty() {
        let meant = words.text("cli-did-you-mean", [("names", meant.into())]);
        format!("{said}; {meant}")
    } else {
        said
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list is clap's and open-ended"
)]
fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::present::words::Language;
    use clap::CommandFactory;

    use super::*;
    use crate::Cli;

    fn help(language: Language) -> String {
        let words = Words::new(language, jiff::tz::TimeZone::UTC);
        let mut command = translated(Cli::command(), &words);
        command.build();
        let mut all = command.render_help().to_string();
        for command in command.get_subcommands_mut() {
            all.push_str("\n---\n");
            all.push_str(&command.render_help().to_string());
        }
        all
    }

    #[test]
    fn every_command_and_every_argument_has_its_text_in_every_language() {
        for language in Language::all() {
            let text = help(language);
            assert!(!text.contains("help-"), "{text}");
        }
        let text = help(Language::from_tag("vi").unwrap());
        for english in [
            "Usage",
            "Options",
            "OPTIONS",
            "Commands",
            "Arguments",
            "Print",
            "SERVICE",
        ] {
            assert!(!text.contains(english), "{english}: {text}");
        }
    }

    #[test]
    fn what_was_mistyped_is_said_with_what_is_allowed() {
        let said = |language, args: &[&str]| {
            let words = Words::new(language, jiff::tz::TimeZone::UTC);
            let args = [&["aldis"], args].concat();
            let error = translated(Cli::command(), &words)
                .try_get_matches_from(args)
                .unwrap_err();
            complaint(error.kind(), &error, &words)
        };
        let cases: [(&[&str], &str, &str); 4] = [
            (
                &["chek"],
                "there is no command \"chek\"; did you mean \"check\"?",
                "không có lệnh \"chek\"; có phải ý bạn là \"check\"?",
            ),
            (
                &["check", "--jsn"],
                "there is no option --jsn; did you mean \"--json\"?",
                "không có tùy chọn --jsn; có phải ý bạn là \"--json\"?",
            ),
            (
                &["decode", "--format", "auto"],
                "<FILE|-> is missing",
                "thiếu <TỆP|->",
            ),
            (
                &["demo", "--speed", "0"],
                "\"0\" cannot be the value of --speed <N>",
                "\"0\" không thể là giá trị của --speed <N>",
            ),
        ];
        for (args, en, vi) in cases {
            assert_eq!(said(Language::ENGLISH, args), en);
            assert_eq!(said(Language::from_tag("vi").unwrap(), args), vi);
        }
        let smoke = said(Language::ENGLISH, &["decode", "--format", "smoke", "-"]);
        assert!(smoke.contains("atom, auto"), "{smoke}");
    }
}
