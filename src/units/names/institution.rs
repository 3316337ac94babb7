//! What looks like the name of an institution, and where it stands in a title, tab or file name.

use std::sync::Arc;

use crate::{text::names::nfkc_tight, units::names::NameWords};

/// Characters of an institution's name, at least: fewer are a kind (小学) or a short name that only the registry knows.
const SHORTEST: usize = 4;
/// Characters that go on behind an end and make it another word: 小学生, 医院感染.
const GOES_ON: [char; 4] = ['生', '师', '感', '教'];

impl NameWords {
    /// The institution that a title, a tab, a file's or a folder's name speaks of, cut out of its words: `夏县实验小学食堂2024年3月采购台账`.
    #[must_use]
    pub(crate) fn institution_in(&self, text: &str, counties: &[Arc<str>]) -> Option<String> {
        let any = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        // A firm with a canteen buys for it; a firm on a paper of sellers sells.
        let firm = any(&self.0.canteen_suffixes) && !self.is_sellers_paper(text);
        let is_one = |name: &&str| self.is_institution(name, counties) || (firm && self.is_firm(name) && self.is_named(name, counties));
        self.pieces(text).iter().find_map(|piece| {
            // 职工 is left of 职工食堂 where 食堂采购台账 was taken off.
            let begun = |at: &usize| self.0.canteen_suffixes.iter().any(|w| w.starts_with(&piece[*at..]));
            let cut = piece.char_indices().map(|(at, _)| at).skip(1).find(begun);
            let canteen = self
                .0
                .canteen_suffixes
                .iter()
                .filter_map(|w| piece.find(w.as_str()))
                .chain(cut)
                .min();
            let named = canteen.map(|at| &piece[..at]).into_iter().chain([piece.as_str()]).find(is_one);
            named.or_else(|| self.institution_before(piece, counties)).map(str::to_owned)
        })
    }

    /// The longest beginning of a piece that is an institution's name: `夏县实验小学进货查验记录`.
    fn institution_before<'t>(&self, piece: &'t str, counties: &[Arc<str>]) -> Option<&'t str> {
        let mut ends: Vec<usize> = self
            .0
            .institution_ends
            .iter()
            .flat_map(|w| piece.match_indices(w.as_str()).map(|(at, w)| at + w.len()))
            .collect();
        ends.sort_unstable_by(|a, b| b.cmp(a));
        let goes_on = |end: usize| piece[end..].starts_with(GOES_ON);
        ends.into_iter()
            .filter(|end| !goes_on(*end))
            .map(|end| &piece[..end])
            .find(|name| self.is_institution(name, counties))
    }

    /// Whether a name ends as an institution's does and is one institution's, not a kind's or a part's.
    #[must_use]
    pub(crate) fn is_institution(&self, name: &str, counties: &[Arc<str>]) -> bool {
        let ends = |list: &[String]| list.iter().any(|w| name.ends_with(w.as_str()));
        !self.is_firm(name) && (ends(&self.0.institution_ends) || ends(&self.0.short_ends)) && self.is_named(name, counties)
    }

    /// Whether a text is called as papers are that sellers write.
    #[must_use]
    pub(crate) fn is_sellers_paper(&self, text: &str) -> bool {
        self.0.seller_papers.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a name ends as a firm's does.
    #[must_use]
    pub(crate) fn is_firm(&self, name: &str) -> bool {
        self.0.firm_ends.iter().any(|w| name.ends_with(w.as_str()))
    }

    /// Whether a text can be the name of one institution: no form's blank, no kind, no part of a unit, no header.
    #[must_use]
    pub(crate) fn is_named(&self, name: &str, counties: &[Arc<str>]) -> bool {
        let w = &self.0;
        let lower = name.to_lowercase();
        let own = without_place(name, counties);
        let kind = w.kinds.iter().any(|k| k == own) || w.kind_starts.iter().any(|k| name.starts_with(k.as_str())) || own.is_empty();
        let strong = || w.institution_ends.iter().any(|end| own.find(end.as_str()).is_some_and(|at| at > 0));
        let begins = w.part_starts.iter().any(|p| name.starts_with(p.as_str()));
        let part = begins || (w.part_ends.iter().any(|p| name.ends_with(p.as_str())) && !strong());
        name.chars().count() >= SHORTEST
            && name.matches('(').count() == name.matches(')').count()
            && !kind
            && !part
            && !name.ends_with("中小学")
            && !w.placeholders.iter().any(|p| lower.contains(p.as_str()))
            && !w.no_units.contains(&lower)
    }

    /// Whether what a label or a column calls a unit can be one: anything but a part of one, a kind and a form's blank.
    #[must_use]
    pub(crate) fn may_be_unit(&self, text: &str, counties: &[Arc<str>]) -> bool {
        let text = nfkc_tight(text);
        let name = self.canteen_stripped(&text, 2);
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let w = &self.0;
        let strong = || {
            w.institution_ends
                .iter()
                .any(|end| name.find(end.as_str()).is_some_and(|at| at > 0))
        };
        let part = w
            .part_ends
            .iter()
            .chain(&w.part_starts)
            .any(|p| name.ends_with(p.as_str()) || name.starts_with(p.as_str()));
        let lower = name.to_lowercase();
        let kind = w.kinds.iter().any(|k| k == without_place(name, counties)) || w.no_units.contains(&lower);
        let whole = !part || strong();
        let form = w.placeholders.iter().any(|p| lower.contains(p.as_str())) || name.ends_with("单位");
        letters >= 3 && !kind && whole && !form
    }
}

/// A name without the places before it: 山西省, 运城市, a county of the region.
#[must_use]
pub(crate) fn without_place<'t>(name: &'t str, counties: &[Arc<str>]) -> &'t str {
    let mut rest = name;
    loop {
        let county = counties.iter().find_map(|c| rest.strip_prefix(c.as_ref()));
        let wider = || {
            let (at, sign) = rest.char_indices().find(|(_, c)| matches!(c, '省' | '市'))?;
            (2..=3).contains(&rest[..at].chars().count()).then(|| &rest[at + sign.len_utf8()..])
        };
        match county.or_else(wider) {
            Some(behind) if behind.chars().count() >= 2 => rest = behind,
            _ => return rest,
        }
    }
}
