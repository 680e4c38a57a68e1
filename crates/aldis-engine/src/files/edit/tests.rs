use super::*;

fn set(key: &[&str], value: Value) -> Edit {
    Edit {
        key: key.iter().map(|&part| part.to_owned()).collect(),
        value: Some(value),
    }
}

fn unset(key: &[&str]) -> Edit {
    Edit {
        value: None,
        ..set(key, Value::Flag(true))
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn comments_order_and_what_is_not_known_stay() {
    let before = "# mine\nwatch = [\"claude\"] # only this\ncolour = 3\n\n[notify]\n# loud\nlevel = \"degraded\"\n";
    let edits = [
        set(
            &["watch"],
            Value::Texts(vec!["claude".into(), "gemini".into()]),
        ),
        set(&["notify", "recoveries"], Value::Flag(false)),
    ];
    let after = edited(before, &edits).unwrap();
    assert_eq!(
        after,
        "# mine\nwatch = [\"claude\", \"gemini\"] # only this\ncolour = 3\n\n[notify]\n# loud\nlevel = \"degraded\"\nrecoveries = false\n"
    );
}

#[test]
fn what_is_taken_out_is_the_default_again() {
    let before = "theme = \"dark\"\n[notify]\nlevel = \"off\"\n";
    let after = edited(before, &[unset(&["theme"]), unset(&["network", "proxy"])]).unwrap();
    assert_eq!(after, "[notify]\nlevel = \"off\"\n");
}

#[test]
fn tables_are_made_where_they_are_missing() {
    let edits = [
        set(&["notify", "service", "chatgpt"], text("off")),
        set(
            &["notify", "quiet_hours"],
            Value::Named(vec![
                ("from".into(), "22:00".into()),
                ("to".into(), "07:00".into()),
            ]),
        ),
    ];
    let after = edited("", &edits).unwrap();
    let (settings, findings) = settings::parse(&after, SETTINGS);
    assert_eq!(findings, []);
    assert_eq!(settings.notify.service.len(), 1, "{after}");
    assert!(settings.notify.quiet_hours.is_some(), "{after}");
}

#[test]
fn what_would_be_a_mistake_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(SETTINGS);
    std::fs::write(&path, "language = \"vi\"\n").unwrap();
    let edit = [set(&["network", "proxy"], text("gopher://x"))];
    let refused = super::edit(dir.path(), "", &edit);
    assert!(matches!(refused, Err(EditError::Mistake(_))), "{refused:?}");
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "language = \"vi\"\n"
    );
}

#[test]
fn an_old_mistake_does_not_keep_the_rest_from_being_changed() {
    let after = edited("colour = 3\n", &[set(&["theme"], text("dark"))]).unwrap();
    assert_eq!(after, "colour = 3\ntheme = \"dark\"\n");
}

#[test]
fn a_broken_file_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(SETTINGS);
    std::fs::write(&path, "watch = [\"cla").unwrap();
    let refused = super::edit(dir.path(), "", &[set(&["theme"], text("dark"))]);
    assert!(matches!(refused, Err(EditError::Mistake(_))), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "watch = [\"cla");
}

#[test]
fn where_there_is_no_file_the_example_is_its_beginning() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("not/there/yet");
    super::edit(&config, "# an example\n", &[set(&["theme"], text("dark"))]).unwrap();
    let made = std::fs::read_to_string(config.join(SETTINGS)).unwrap();
    assert!(
        made.contains("# an example") && made.contains("theme = \"dark\""),
        "{made}"
    );
    let (settings, findings) = settings::parse(&made, SETTINGS);
    assert_eq!((settings.theme, findings), (settings::Theme::Dark, vec![]));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_a_link_stays_one_and_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let real = dir.path().join("dotfile.toml");
    std::fs::write(&real, "").unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink(&real, dir.path().join(SETTINGS)).unwrap();
    super::edit(dir.path(), "", &[set(&["theme"], text("dark"))]).unwrap();
    let link = std::fs::symlink_metadata(dir.path().join(SETTINGS)).unwrap();
    assert!(link.is_symlink());
    assert_eq!(
        std::fs::read_to_string(&real).unwrap(),
        "theme = \"dark\"\n"
    );
    let mode = std::fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
