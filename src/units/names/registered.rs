//! Names of the registry in the words of workbooks: full names, aliases and codes, with or without places, in any writing of numbers and brackets.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    tables::vocabulary::word_lists::UnitWords,
    units::{
        names::{
            NameWords,
            compare::{Around, bits, canonical, distance, holds, short_forms, stem},
            institution::without_place,
            is_name_letter,
        },
        registry::Registry,
    },
};

/// Characters of a name that may stand anywhere in a text; a shorter one must begin it: inside another name it says nothing.
const ANYWHERE: usize = 4;
/// Steps from a unit up to the bureaus above it.
const MOST_ABOVE: usize = 8;
/// Names that are shown as near to one that is not registered.
const MOST_NEAR: usize = 3;

/// All names of a registry.
#[derive(Debug, Default)]
pub(crate) struct RegisteredNames {
    /// As compared.
    by_name: HashMap<String, Vec<usize>>,
    /// The same without the places before them, where that says less.
    by_rest: HashMap<String, Vec<usize>>,
    /// As people shorten them. Such a name has to be all of a text: 一中餐 is no school.
    by_short: HashMap<String, Vec<usize>>,
    /// By the village alone, where that is all that a text says.
    by_village: HashMap<String, Vec<usize>>,
    /// Characters that names have, the most first: a text is searched for each length once, whatever the count of units.
    lengths: Vec<usize>,
    counties: Vec<Option<Arc<str>>>,
    /// The unit that each belongs to (主管部门), where that is registered too.
    above: Vec<Option<usize>>,
    /// Names without places, with their characters as bits, to find the near ones.
    near: Vec<(Vec<char>, u64, usize)>,
}

impl RegisteredNames {
    #[must_use]
    pub(crate) fn new(registry: &Registry, counties: &[Arc<str>], words: &UnitWords) -> Self {
        let mut out = Self::default();
        let add = |map: &mut HashMap<String, Vec<usize>>, name: String, unit: usize| {
            let known = map.entry(name).or_default();
            if !known.contains(&unit) {
                known.push(unit);
            }
        };
        for (i, unit) in registry.units.iter().enumerate() {
            for name in std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.code) {
                let name = canonical(name);
                let rest = without_place(&name, counties);
                if rest.len() < name.len() && rest.chars().count() >= ANYWHERE {
                    add(&mut out.by_rest, rest.to_owned(), i);
                    out.lengths.push(rest.chars().count());
                }
                let chars: Vec<char> = rest.chars().collect();
                out.near.push((chars.clone(), bits(&chars), i));
                out.lengths.push(name.chars().count());
                add(&mut out.by_name, name, i);
            }
            out.counties.push(unit.county.clone());
        }
        // A short form is one only where nobody is registered by it.
        for (i, unit) in registry.units.iter().enumerate() {
            for short in short_forms(&canonical(&unit.name), words) {
                let rest = without_place(&short, counties);
                for name in [rest, &short] {
                    if !out.by_name.contains_key(name) && name.chars().count() > 1 {
                        add(&mut out.by_short, name.to_owned(), i);
                    }
                }
            }
            let name = canonical(&unit.name);
            let rest = without_place(&name, counties);
            // 公安局, where the county's is the only one; 中学 is a kind.
            if rest.chars().count() == ANYWHERE - 1 && rest.len() < name.len() && !words.kinds.iter().any(|k| k == rest) {
                add(&mut out.by_short, rest.to_owned(), i);
            }
            for (long, short) in words.place_forms.iter().filter_map(|pair| pair.split_once('=')) {
                if let Some(county) = unit.county.as_deref().filter(|_| rest == long) {
                    add(&mut out.by_short, format!("{}{short}", stem(county)), i);
                }
            }
            let kinds = words.institution_ends.iter().filter_map(|end| rest.strip_suffix(end.as_str()));
            let village = kinds.min_by_key(|head| head.len()).filter(|head| head.chars().count() > 1);
            if let Some(village) = village.filter(|head| words.village_ends.iter().any(|end| head.ends_with(end.as_str()))) {
                add(&mut out.by_village, village.to_owned(), i);
            }
        }
        out.lengths.retain(|n| *n > 1);
        out.lengths.sort_unstable_by(|a, b| b.cmp(a));
        out.lengths.dedup();
        let parent = |name: &Arc<str>| out.by_name.get(&canonical(name)).and_then(|found| found.first().copied());
        out.above = registry.units.iter().map(|u| u.parent.as_ref().and_then(parent)).collect();
        out
    }

    /// The registered units that a text names, as they stand in it. None where a name is several units' and no county tells whose.
    #[must_use]
    pub(crate) fn find(&self, text: &str, county: Option<&Arc<str>>, words: &NameWords, counties: &[Arc<str>]) -> Vec<usize> {
        let whole = canonical(text);
        if whole.is_empty() || self.by_name.is_empty() {
            return Vec::new();
        }
        let cut = words.unit_in_name(text, counties).map(|name| canonical(&name)).unwrap_or_default();
        // 特校3月: what is left has two letters.
        let left = if cut.is_empty() { words.pieces(text) } else { Vec::new() };
        let lone = if let [lone] = left.as_slice() {
            canonical(lone)
        } else {
            String::new()
        };
        let pieces = [whole.as_str(), words.canteen_stripped(&cut, 2), words.canteen_stripped(&lone, 2)];
        if let Some(unit) = pieces.into_iter().find_map(|name| self.exactly(name, county, counties)) {
            return vec![unit];
        }
        self.within(&whole, &Around::of(text), county, words, counties)
    }

    /// Whether a name is a unit's.
    pub(super) fn is_registered(&self, name: &str) -> bool {
        [&self.by_name, &self.by_rest, &self.by_short]
            .iter()
            .any(|names| names.contains_key(name))
    }

    /// Whether a branch or a campus of a unit is registered too.
    pub(super) fn has_branches(&self, name: &str, words: &NameWords) -> bool {
        let behind = |full: &String| full.find(name).map(|at| full[at + name.len()..].to_owned());
        let mut tails = self.by_name.keys().filter_map(behind);
        tails.any(|tail| words.0.branches.iter().any(|branch| tail.contains(branch.as_str())))
    }

    /// The unit whose village's name is all that a text says.
    #[must_use]
    pub(crate) fn of_village(&self, text: &str, county: Option<&Arc<str>>, words: &NameWords, counties: &[Arc<str>]) -> Option<usize> {
        if self.by_village.is_empty() {
            return None;
        }
        let left = words.pieces(text);
        let [lone] = left.as_slice() else { return None };
        let lone = canonical(lone);
        let name = words.canteen_stripped(&lone, 2);
        let rest = without_place(name, counties);
        let wanted = place_in(&name[..name.len() - rest.len()], counties).or(county);
        let units = self.by_village.get(rest)?.iter().copied().filter(|i| self.may_lie_in(*i, wanted));
        self.one_of(&units.collect::<Vec<_>>(), wanted)
    }

    /// The unit of a text that is nothing but its name.
    #[must_use]
    pub(crate) fn find_exactly(&self, text: &str, county: Option<&Arc<str>>, counties: &[Arc<str>]) -> Option<usize> {
        self.exactly(&canonical(text), county, counties)
    }

    fn exactly(&self, name: &str, county: Option<&Arc<str>>, counties: &[Arc<str>]) -> Option<usize> {
        let rest = without_place(name, counties);
        let named = place_in(&name[..name.len() - rest.len()], counties);
        let here = |candidates: &Vec<usize>, county: Option<&Arc<str>>| self.one_of(candidates, county);
        let in_its_county = |candidates: &Vec<usize>| {
            let there: Vec<usize> = candidates.iter().copied().filter(|i| self.may_lie_in(*i, named)).collect();
            here(&there, county)
        };
        self.by_name
            .get(name)
            .and_then(|c| here(c, county))
            .or_else(|| {
                self.by_name
                    .get(rest)
                    .filter(|_| named.is_some() || rest.len() < name.len())
                    .and_then(in_its_county)
            })
            .or_else(|| {
                let candidates = self.by_rest.get(rest).or_else(|| self.by_short.get(rest))?;
                let wanted = named.or(county);
                let there: Vec<usize> = candidates.iter().copied().filter(|i| self.may_lie_in(*i, wanted)).collect();
                here(&there, wanted)
            })
            .or_else(|| self.exactly_in_short_place(name, county, counties))
    }

    /// 临猗三中, 县三中: behind the county's name without its last letter, or that letter alone, which is of the one county where such a unit is.
    fn exactly_in_short_place(&self, name: &str, county: Option<&Arc<str>>, counties: &[Arc<str>]) -> Option<usize> {
        let of_county = |c: &Arc<str>| Some((name.strip_prefix(stem(c)).filter(|_| stem(c).chars().count() > 1)?, Some(c.clone())));
        let letter = name.chars().next().filter(|c| matches!(c, '县' | '区'));
        let lettered = || Some((name.strip_prefix(letter?)?, county.cloned()));
        let (rest, wanted) = counties.iter().find_map(of_county).or_else(lettered)?;
        let candidates = self.by_rest.get(rest).or_else(|| self.by_short.get(rest))?;
        let lies = |i: &usize| match &wanted {
            Some(_) => self.may_lie_in(*i, wanted.as_ref()),
            None => self.county(*i).zip(letter).is_some_and(|(c, letter)| c.ends_with(letter)),
        };
        let there: Vec<usize> = candidates.iter().copied().filter(lies).collect();
        self.one_of(&there, wanted.as_ref())
    }

    /// The one unit, or the one of the county.
    fn one_of(&self, candidates: &[usize], county: Option<&Arc<str>>) -> Option<usize> {
        match candidates {
            [one] => Some(*one),
            many => {
                let mut here = many.iter().filter(|i| county.is_some() && self.county(**i) == county);
                here.next().filter(|_| here.next().is_none()).copied()
            }
        }
    }

    fn county(&self, unit: usize) -> Option<&Arc<str>> {
        self.counties.get(unit)?.as_ref()
    }

    fn may_lie_in(&self, unit: usize, county: Option<&Arc<str>>) -> bool {
        county.is_none() || self.county(unit).is_none() || self.county(unit) == county
    }

    /// Names that stand within a longer text (`填报单位 盐湖区实验中学食堂`), with or without the places before them, the longest first, none twice.
    fn within(&self, text: &str, around: &Around, county: Option<&Arc<str>>, words: &NameWords, counties: &[Arc<str>]) -> Vec<usize> {
        let mut bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bounds.push(text.len());
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for length in &self.lengths {
            let places = if *length < ANYWHERE { 1 } else { usize::MAX };
            for (from, to) in bounds.iter().zip(bounds.iter().skip(*length)).take(places) {
                let (before, name) = (&text[..*from], &text[*from..*to]);
                let (full, rest) = (self.by_name.get(name), self.by_rest.get(name));
                if full.is_none() && rest.is_none() {
                    continue;
                }
                let overlaps = found.iter().any(|(start, end, _)| from < end && start < to);
                let mut brackets = around.brackets.iter().filter(|(end, _)| end == to);
                let mut bracketed = || brackets.any(|(_, held)| self.is_of_same(name, held, words));
                if overlaps || !(is_whole_name(text, *to, words) || bracketed()) {
                    continue;
                }
                let apart = around.begun.iter().any(|part| part.starts_with(name)) || ends_apart(before, words);
                let fits = |i: &usize| self.fits_head(*i, before, name, apart, counties);
                let here = |i: &usize| fits(i) && (place_in(before, counties).is_some() || self.may_lie_in(*i, county));
                let full: Vec<usize> = full.into_iter().flatten().copied().filter(fits).collect();
                let rest: Vec<usize> = rest.into_iter().flatten().copied().filter(here).collect();
                let unit = self.one_of(&full, county).or_else(|| self.one_of(&rest, county));
                found.extend(unit.map(|unit| (*from, *to, unit)));
            }
        }
        found.sort_unstable();
        let mut units: Vec<usize> = found.into_iter().map(|(.., unit)| unit).collect();
        let mut seen = std::collections::BTreeSet::new();
        units.retain(|unit| seen.insert(*unit));
        units
    }

    /// Whether what stands before a name leaves it whole: nothing, no letter, a date, words that are `apart` from it, or the places that the unit lies
    /// in. 城关实验小学 is not 实验小学.
    fn fits_head(&self, unit: usize, before: &str, name: &str, apart: bool, counties: &[Arc<str>]) -> bool {
        let Some(last) = before.chars().next_back() else { return true };
        if crate::text::normal::is_chinese_digit(last) && name.starts_with(crate::text::normal::is_chinese_digit) {
            return false;
        }
        // 临猗 is 临猗县.
        let short = |c: &&Arc<str>| c.chars().count() > 2 && before.ends_with(c.trim_end_matches(['县', '市', '区']));
        if let Some(county) = place_in(before, counties).or_else(|| counties.iter().find(short)) {
            return self.may_lie_in(unit, Some(county));
        }
        let has_place = without_place(name, counties).len() < name.len() || name.starts_with("中共");
        // 新绛县中学 holds 绛县中学.
        let other_county = |c: &Arc<str>| {
            let (start, end) = c.char_indices().nth(1).map_or((c.as_ref(), ""), |(at, _)| c.split_at(at));
            !end.is_empty() && before.ends_with(start) && name.starts_with(end)
        };
        if has_place && !counties.iter().any(other_county) {
            return true;
        }
        apart || !is_name_letter(last) || matches!(last, '省' | '市' | '年' | '月' | '日' | '份' | '度' | '期')
    }

    /// Of several units those that stand above another of them taken out: the narrower ones.
    #[must_use]
    pub(crate) fn narrower(&self, units: &[usize]) -> Vec<usize> {
        let up = |unit: &usize| self.above.get(*unit).copied().flatten();
        let is_above = |wide: usize| {
            units
                .iter()
                .any(|u| *u != wide && std::iter::successors(up(u), up).take(MOST_ABOVE).any(|a| a == wide))
        };
        units.iter().copied().filter(|u| !is_above(*u)).collect()
    }

    /// Whether a name is another writing of the unit's: one holds the other once places are off.
    #[must_use]
    pub(crate) fn is_related(&self, name: &str, unit: usize, counties: &[Arc<str>]) -> bool {
        let name = canonical(name);
        let name = without_place(&name, counties);
        let own = self.near.iter().filter(|(.., i)| *i == unit);
        own.map(|(chars, ..)| chars.iter().collect::<String>())
            .any(|full| full.contains(name) || name.contains(full.as_str()))
    }

    /// The units whose names are nearest to one that is not registered: that hold it or stand in it, or differ in the fewest characters.
    #[must_use]
    pub(crate) fn nearest(&self, name: &str, counties: &[Arc<str>]) -> Vec<usize> {
        let name = canonical(name);
        let chars: Vec<char> = without_place(&name, counties).chars().collect();
        let (own, most) = (bits(&chars), (chars.len() / 3).max(1));
        let mut best: BTreeMap<usize, usize> = BTreeMap::new();
        for (full, signs, unit) in &self.near {
            let difference = full.len().abs_diff(chars.len());
            // Each character that only one of them has is a difference: cheaper to see than to count.
            let foreign = (own & !signs).count_ones().max((signs & !own).count_ones());
            let distance = if holds(full, &chars) || holds(&chars, full) {
                difference.min(most)
            } else if difference > most || foreign as usize > most {
                continue;
            } else {
                distance(&chars, full)
            };
            if distance <= most {
                let known = best.entry(*unit).or_insert(distance);
                *known = (*known).min(distance);
            }
        }
        let mut best: Vec<(usize, usize)> = best.into_iter().map(|(unit, distance)| (distance, unit)).collect();
        best.sort_unstable();
        best.into_iter().take(MOST_NEAR).map(|(_, unit)| unit).collect()
    }
}

/// Whether the words before a name are none of it: `关于`, `表一`, a firm or an office with or without what it does (`某某商贸送`, `某某教育局`).
fn ends_apart(before: &str, words: &NameWords) -> bool {
    let w = &words.0;
    let numbered = before.trim_end_matches(crate::text::normal::is_chinese_digit);
    if numbered.len() < before.len() && numbered.ends_with(['表', '件']) {
        return true;
    }
    let links = w.name_links.iter().filter_map(|link| before.strip_suffix(link.as_str()));
    // 康杰中学实验小学 is not 实验小学: only an office may stand right before another's name.
    let Some(rest) = links.min_by_key(|rest| rest.len()) else {
        return before.ends_with('局');
    };
    let mut ends = w.institution_ends.iter().chain(&w.firm_ends);
    !rest.ends_with(is_name_letter) || rest.ends_with('局') || ends.any(|end| rest.ends_with(end.as_str()))
}

/// Whether a name ends where it does: what follows in the same word is no further institution (夏县中学路小学) and no branch (夏县中学分校), or is a
/// part of the unit (后勤服务中心), or only says 学校 again.
fn is_whole_name(text: &str, to: usize, words: &NameWords) -> bool {
    let w = &words.0;
    let tail = &text[to..];
    let letters = tail.find(|c| !is_name_letter(c)).unwrap_or(tail.len());
    let stops = w.canteen_suffixes.iter().chain(&w.ledger_words);
    let cut = stops.filter_map(|w| tail.find(w.as_str())).min().unwrap_or(letters).min(letters);
    let tail = &tail[..cut];
    if w.branches.iter().any(|branch| tail.contains(branch.as_str())) {
        return false;
    }
    let linked = w.name_links.iter().any(|link| tail.starts_with(link.as_str()));
    // 夏县中学门口超市送货单: the shop's name begins with the school's.
    if !linked && words.is_firm(tail) && words.is_sellers_paper(text) {
        return false;
    }
    let part = linked || w.part_starts.iter().any(|part| tail.starts_with(part.as_str()));
    // 小学部 of a school.
    let goes_on = |end: &String| {
        let at = tail.find(end.as_str());
        at.is_some_and(|at| (at > 0 || !w.kinds.contains(end)) && !tail[at + end.len()..].starts_with('部'))
    };
    part || !w.institution_ends.iter().any(goes_on)
}

/// The county at the end of the places before a name.
fn place_in<'c>(places: &str, counties: &'c [Arc<str>]) -> Option<&'c Arc<str>> {
    counties.iter().filter(|c| places.ends_with(c.as_ref())).max_by_key(|c| c.len())
}
