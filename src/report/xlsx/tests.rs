use rust_xlsxwriter::Worksheet;

use super::*;
use crate::text::Lang;

#[test]
fn names_of_sheets_are_such_as_spreadsheets_take() {
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        let names = catalog.texts().iter().filter(|(key, _)| key.starts_with("xlsx.sheet."));
        let refused: Vec<_> = names.filter(|(_, name)| Worksheet::new().set_name(*name).is_err()).collect();
        assert!(refused.is_empty(), "{refused:?}");
    }
}

#[test]
fn a_panic_of_the_library_is_an_error() {
    let error = without_panic(|| Err::<usize, _>("full").map(|_| Vec::<u8>::new()).map_err(|e| panic!("disk: {e}")));
    let error = error.unwrap_err();
    assert!(error.to_string().contains("disk: full"), "{error}");
}
