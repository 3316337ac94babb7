//! What a file of Rust names and how long its functions are, from its tokens: comments, texts and `#[cfg(test)]` items do not count.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

#[derive(Default)]
pub struct Code {
    /// Line and segments of every path of a `use`, and of every other path that begins with `crate`, `super` or `self`.
    pub paths: Vec<(usize, Vec<String>)>,
    pub functions: Vec<Function>,
}

impl Code {
    pub fn read(text: &str) -> Self {
        let mut tokens = Vec::new();
        flatten(text.parse().unwrap(), &mut tokens);
        let (lines, words): (Vec<usize>, Vec<&str>) = tokens.iter().map(|(line, word)| (*line, word.as_str())).unzip();
        let mut code = Code::default();
        code.scan(&words, &lines, 0);
        code
    }

    /// `inline`: how many `mod x { … }` stand around these tokens.
    fn scan(&mut self, words: &[&str], lines: &[usize], inline: usize) {
        let mut at = 0;
        while at < words.len() {
            match words[at..] {
                ["#", "[", "cfg", "(", "test", ")", "]", ..] => at = end_of_item(words, at + 7),
                ["use", next, ..] if next != "<" => {
                    at += 1;
                    self.scan_use(words, lines, &mut at, &[], inline);
                }
                ["mod", _, "{", ..] => {
                    let end = end_of_item(words, at);
                    self.scan(&words[at + 3..end - 1], &lines[at + 3..end - 1], inline + 1);
                    at = end;
                }
                ["fn", name, ..] if name != "(" => {
                    self.functions.push(Function {
                        name: name.to_owned(),
                        line: lines[at],
                        lines: lines[end_of_item(words, at) - 1] + 1 - lines[at],
                    });
                    at += 2;
                }
                [first @ ("crate" | "super" | "self"), "::", ..] if at == 0 || words[at - 1] != "::" => {
                    let (line, mut path) = (lines[at], vec![first.to_owned()]);
                    while let ["::", next, ..] = words[at + 1..] {
                        path.push(next.to_owned());
                        at += 2;
                    }
                    self.push(line, path, inline);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// `a::{b, c::d as e}`: the paths a::b and a::c::d.
    fn scan_use(&mut self, words: &[&str], lines: &[usize], at: &mut usize, before: &[String], inline: usize) {
        let (line, mut path) = (lines[*at], before.to_vec());
        while let Some(word) = words.get(*at).filter(|word| !["}", ",", ";"].contains(word)) {
            *at += 1;
            match *word {
                "{" => {
                    while words[*at] != "}" {
                        self.scan_use(words, lines, at, &path, inline);
                        *at += usize::from(words[*at] == ",");
                    }
                    *at += 1;
                    return;
                }
                "as" => *at += 1,
                "::" | "*" => {}
                name => path.push(name.to_owned()),
            }
        }
        self.push(line, path, inline);
    }

    fn push(&mut self, line: usize, mut path: Vec<String>, inline: usize) {
        let supers = path.iter().take_while(|segment| *segment == "super").count();
        if supers > inline {
            path.drain(..inline);
        } else if supers > 0 {
            path.splice(..supers, ["self".to_owned()]);
        }
        self.paths.push((line, path));
    }
}

/// Each word or mark with its line; `::` is one, texts and numbers are left out.
fn flatten(stream: TokenStream, into: &mut Vec<(usize, String)>) {
    for token in stream {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                into.push((line, open.into()));
                flatten(group.stream(), into);
                into.push((group.span_close().end().line, close.into()));
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' && into.last().is_some_and(|(_, last)| last == ":") => {
                into.pop();
                into.push((line, "::".into()));
            }
            TokenTree::Punct(mark) => into.push((line, mark.to_string())),
            TokenTree::Ident(word) => into.push((line, word.to_string())),
            TokenTree::Literal(_) => {}
        }
    }
}

/// One past the item that begins at or behind `from`: its block, or its `;`.
fn end_of_item(words: &[&str], from: usize) -> usize {
    let mut open = 0_usize;
    for (at, word) in words.iter().enumerate().skip(from) {
        match *word {
            "{" | "(" | "[" => open += 1,
            "}" | ")" | "]" => open = open.saturating_sub(1),
            _ => {}
        }
        if open == 0 && ["}", ";"].contains(word) {
            return at + 1;
        }
    }
    words.len()
}
