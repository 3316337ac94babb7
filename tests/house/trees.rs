//! The test of the house on small made-up trees: it must be able to fail, and only where something is wrong.

use super::{House, arrows_back, circles, house, too_large};

fn tree(files: &[(&str, &str)]) -> House {
    let owned: Vec<(String, String)> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    house(&owned)
}

/// A sound house of three rooms, with these files changed or added.
fn sound_but_for(changed: &[(&str, &str)]) -> House {
    let sound = [
        ("lib.rs", "pub mod model;\npub mod rows;\npub mod run;\n"),
        ("model/mod.rs", "pub mod money;\n"),
        ("model/money.rs", "pub struct Fen(pub i64);\n"),
        (
            "rows/mod.rs",
            "pub mod reader;\nuse crate::model::money::Fen;\npub fn all() -> Vec<Fen> { reader::one() }\n",
        ),
        (
            "rows/reader.rs",
            "use crate::model::{self, money::Fen as F};\npub fn one() -> Vec<F> { super::super::model::money::some() }\n",
        ),
        ("run/mod.rs", "use crate::rows::all;\n"),
    ];
    let kept = sound.iter().filter(|(path, _)| !changed.iter().any(|(c, _)| c == path));
    tree(&kept.chain(changed).copied().collect::<Vec<_>>())
}

fn complaints(house: &House) -> Vec<String> {
    [arrows_back(house), circles(house), too_large(house)].concat()
}

#[test]
fn a_sound_house_is_left_alone() {
    assert_eq!(complaints(&sound_but_for(&[])), [""; 0]);
}

#[test]
fn an_arrow_back_is_found_wherever_it_is_written() {
    for text in [
        "\nuse crate::run::Options;\n",
        "\nuse crate::{text::words, run::{Options, *}};\n",
        "\npub fn options() -> crate::run::Options { todo!() }\n",
        "\npub fn options() { println!(\"{}\", crate::run::OPTIONS) }\n",
        "\nmod inner { use super::super::super::run::Options; }\n",
        "\npub(crate) use crate::run as everything;\n",
    ] {
        let wrong = arrows_back(&sound_but_for(&[("model/money.rs", text)]));
        assert_eq!(wrong.len(), 1, "{text}");
        assert!(wrong[0].starts_with("src/model/money.rs:2: imports `run`"), "{}", wrong[0]);
    }
}

#[test]
fn what_is_no_import_is_no_arrow() {
    let text = "//! See crate::run::Options.\n/// `use crate::run;`\npub const TEXT: &str = \"crate::run::Options\";\npub const RAW: &str = r#\"\"use crate::run;\"#;\n\
                /* use crate::run; */\nuse run::other_crate;\npub(crate) fn letters<'a>(_: &'a str) -> [char; 2] { ['\"', '\\''] }\n\
                #[cfg(test)]\n#[allow(unused)]\nmod tests {\n    use crate::run::Options;\n}\n#[cfg(test)]\nuse crate::run;\n";
    let house = sound_but_for(&[("model/money.rs", text), ("model/money_tests.rs", "use crate::run::Options;\n")]);
    assert_eq!(complaints(&house), [""; 0]);
}

#[test]
fn a_room_without_a_place_is_found() {
    let wrong = arrows_back(&sound_but_for(&[("attic/mod.rs", "")]));
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].starts_with("src/attic/mod.rs: no room of this name"), "{}", wrong[0]);
}

#[test]
fn circles_are_found_with_the_lines_that_close_them() {
    let two = circles(&sound_but_for(&[
        ("model/mod.rs", "pub mod money;\npub use money::Fen;\n"),
        ("model/money.rs", "\nuse super::Fen;\n"),
    ]));
    let told = "a circle: src/model/mod.rs:2 imports `model::money`, src/model/money.rs:2 imports `model`";
    assert!(two.len() == 1 && two[0].starts_with(told), "{two:?}");
    let three = circles(&sound_but_for(&[
        ("rows/a.rs", "use super::b::B;\nuse crate::model::money::Fen;\n"),
        ("rows/b.rs", "\npub fn b() { crate::rows::c::c() }\n"),
        ("rows/c.rs", "\n\nuse crate::rows::a::A;\n"),
    ]));
    let told = "a circle: src/rows/a.rs:1 imports `rows::b`, src/rows/b.rs:2 imports `rows::c`, src/rows/c.rs:3 imports `rows::a`";
    assert!(three.len() == 1 && three[0].starts_with(told), "{three:?}");
    let inline = "mod inner {\n    use super::Fen;\n}\npub struct Fen;\n";
    assert_eq!(
        circles(&sound_but_for(&[
            ("model/mod.rs", "pub use money::Fen;\n"),
            ("model/money.rs", inline)
        ])),
        [""; 0]
    );
}

#[test]
fn what_is_too_long_is_found_on_both_sides_of_the_limits() {
    let lines = |n: usize| "// a line\n".repeat(n);
    let function = |n: usize| format!("impl X {{\n    fn long(&self) -> [u8; 2] {{\n{}    }}\n}}\n", lines(n - 2));
    let folder = |n: usize| {
        let names: Vec<String> = (0..n).map(|n| format!("rows/f{n}.rs")).collect();
        tree(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>())
    };
    assert_eq!(too_large(&folder(16)), [""; 0]);
    assert_eq!(too_large(&sound_but_for(&[("model/money.rs", &lines(400))])), [""; 0]);
    assert_eq!(too_large(&sound_but_for(&[("model/money.rs", &function(100))])), [""; 0]);
    for (house, told) in [
        (folder(17), "src/rows: 17 files"),
        (sound_but_for(&[("model/money.rs", &lines(401))]), "src/model/money.rs: 401 lines"),
        (
            sound_but_for(&[("model/money.rs", &function(101))]),
            "src/model/money.rs:2: `long` has 101 lines",
        ),
    ] {
        let wrong = too_large(&house);
        assert!(wrong.len() == 1 && wrong[0].starts_with(told), "{wrong:?}");
    }
}
