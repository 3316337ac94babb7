//! Whether a formula that was never calculated is quantity × price: then the product may stand for it.

/// Functions that change nothing of a product but its decimals, or choose between it and nothing.
const PLAIN: [&str; 12] = [
    "ROUND", "PRODUCT", "SUM", "IF", "IFERROR", "ISBLANK", "ISNUMBER", "AND", "OR", "N", "VALUE", "INT",
];

/// `C4*D4`, `ROUND($C4*D4,2)`, `IF(C4="","",C4*D4)`, `PRODUCT(C4:D4)`: one product of two cells, nothing added, divided or discounted.
pub(super) fn is_product(formula: &str) -> bool {
    let mut text = String::with_capacity(formula.len());
    // Texts and names of sheets may hold any sign.
    for (at, part) in formula.split(['"', '\'']).enumerate() {
        text.push_str(if at % 2 == 0 { part } else { "" });
    }
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '$')
        .collect::<String>()
        .to_uppercase();
    let mut functions = text.match_indices('(').map(|(at, _)| last_word(&text[..at]));
    let plain = functions.all(|f| f.is_empty() || PLAIN.contains(&f));
    let factors: Vec<&str> = match text.split_once('*') {
        Some((before, after)) => vec![last_word(before), first_word(after)],
        None => Vec::new(),
    };
    let product = match factors.as_slice() {
        [] => text.contains("PRODUCT("),
        both => both.iter().all(|f| f.starts_with(|c: char| c.is_ascii_alphabetic())),
    };
    plain && product && text.matches('*').count() <= 1 && !text.contains(['/', '+', '-', '^', '%', '&'])
}

fn last_word(text: &str) -> &str {
    let start = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '.').len();
    &text[start..]
}

fn first_word(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
    &text[..text.len() - rest.len()]
}

#[cfg(test)]
mod tests {
    use super::is_product;

    #[test]
    fn one_product_of_two_cells_and_nothing_else() {
        for product in [
            "C4*D4",
            " $C4 * D$4 ",
            "ROUND(C4*D4,2)",
            "PRODUCT(C4:D4)",
            "PRODUCT(C4,D4)",
            "SUM(C4*D4)",
            r#"IF(C4="","",C4*D4)"#,
            r#"IFERROR(C4*D4,"-")"#,
            "'3月-1'!C4*D4",
        ] {
            assert!(is_product(product), "{product}");
        }
        for other in [
            "C4*D4*0.95",
            "C4*0.95",
            "0.95*C4",
            "C4*D4/2",
            "C4*D4+5",
            "C4*D4-E4",
            "C4*D4*E4",
            "SUM(E4:E9)",
            "VLOOKUP(A4,B:C,2)*D4",
            "E4",
            "C4*95%",
            "ROUND(C4*D4,2)*0.9",
        ] {
            assert!(!is_product(other), "{other}");
        }
    }
}
