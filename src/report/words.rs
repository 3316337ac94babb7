//! The words that every format shares: a code of the JSON becomes a word for people (`[word.*]` of the report's texts).

pub(crate) use crate::model::known;
use crate::{
    model::{
        BaseStanding, Decided, Decision, Fen, LegalRef, Line, MatchNote, MatchView, Month, PendingThreshold, PolicyInfo, PriceTotals,
        Reason, RequirementInfo, RunInfo, Sector, Standing, UnitNote, Verdict, Way, percent,
    },
    text::Catalog,
};

/// The word of a code; the code itself where there is none.
pub fn word(catalog: &Catalog, group: &str, code: &str) -> String {
    known(catalog, group, code).to_owned()
}

/// What was compared with prices, in a sentence.
pub(crate) fn prices(catalog: &Catalog, totals: PriceTotals) -> String {
    catalog.say(
        "xlsx.prices.says",
        &[
            ("compared", &totals.compared.to_string()),
            ("compared_yuan", &Fen(totals.compared_fen).yuan()),
            ("overpaid", &totals.overpaid.to_string()),
            ("overpaid_yuan", &Fen(totals.overpaid_fen).yuan()),
            ("unmatched", &totals.unmatched.to_string()),
            ("unmatched_yuan", &Fen(totals.unmatched_fen).yuan()),
        ],
    )
}

/// Basis points in percent; a dash where there is no share.
pub fn share(bp: Option<i64>) -> String {
    bp.map_or_else(|| "—".to_owned(), percent)
}

/// Fen in yuan; a dash where there is no amount.
pub fn yuan(fen: Option<i64>) -> String {
    fen.map_or_else(|| "—".to_owned(), |f| Fen(f).yuan())
}

/// The year to date: 2024年1—3月.
pub fn span(period: Month, catalog: &Catalog) -> String {
    let key = if period.month() == 1 { "word.span_one" } else { "word.span" };
    let (year, month) = (period.year().to_string(), period.month().to_string());
    catalog.say(key, &[("year", &year), ("month", &month)])
}

/// Both ends of a share, basis points, with `between` between them; one figure where they agree.
pub fn interval((low, high): (Option<i64>, Option<i64>), between: &str) -> String {
    if low == high {
        share(low)
    } else {
        format!("{}{between}{}", share(low), share(high))
    }
}

/// 机关, 企业, 学校, 医院, 军营; empty where the sector is not known.
pub fn sector(catalog: &Catalog, sector: Option<Sector>) -> String {
    sector.map_or_else(String::new, |s| s.word(catalog))
}

/// In the base, open or out of it, in the words of [`Standing`].
pub(crate) fn of_base(base: BaseStanding) -> Standing {
    match base {
        BaseStanding::In => Standing::Counted,
        BaseStanding::Disputed => Standing::Disputed,
        BaseStanding::Out => Standing::NotCounted,
    }
}

/// Several reasons, joined for one cell.
pub fn reasons(catalog: &Catalog, reasons: &[Reason]) -> String {
    let words: Vec<String> = reasons.iter().map(|r| r.words(catalog)).collect();
    words.join(catalog.get("word.joiner"))
}

/// A decision in one phrase: what, by whom, on what evidence, when, and where it is written.
pub fn decision(d: &Decision, catalog: &Catalog) -> String {
    let said = [
        ("decision", d.decision.as_str()),
        ("by", &d.by),
        ("evidence", &d.evidence),
        ("date", &d.date),
        ("source", &d.source),
    ];
    catalog.say("word.decided", &said)
}

/// Why the unit is exempt or has no data; empty where there is no note.
pub fn note(catalog: &Catalog, note: Option<UnitNote>) -> String {
    note.map_or_else(String::new, |n| n.word(catalog))
}

/// A requirement's short name; its id where the policy does not list it.
pub fn requirement<'a>(infos: &'a [RequirementInfo], id: &'a str) -> &'a str {
    infos.iter().find(|r| &*r.id == id).map_or(id, |r| r.title.as_str())
}

/// The channels that count for a requirement, by their titles.
pub fn channels(policy: &PolicyInfo, requirement: &str, catalog: &Catalog) -> String {
    let counted = policy
        .requirements
        .iter()
        .filter(|r| &*r.id == requirement)
        .flat_map(|r| &r.channels);
    let titles: Vec<&str> = counted
        .filter_map(|id| policy.channels.iter().find(|c| c.id == *id))
        .map(|c| c.title.as_str())
        .collect();
    titles.join(catalog.get("word.name_joiner"))
}

/// The documents that the thresholds rest on, each once, with everything that is quoted of it.
pub fn cited(policy: &PolicyInfo) -> Vec<(&LegalRef, Vec<&str>)> {
    let mut seen: Vec<(&LegalRef, Vec<&str>)> = Vec::new();
    for r in policy.requirements.iter().map(|info| &info.reference) {
        match seen
            .iter_mut()
            .find(|(k, _)| (&k.doc, &k.number, &k.article) == (&r.doc, &r.number, &r.article))
        {
            Some((_, quotes)) if quotes.contains(&&*r.quote) => {}
            Some((_, quotes)) => quotes.push(&r.quote),
            None => seen.push((r, vec![&r.quote])),
        }
    }
    seen
}

/// What is quoted of a document, as it stands between quotation marks.
pub fn quoted(quotes: &[&str], catalog: &Catalog) -> String {
    quotes.join(catalog.get("pages.quote_joiner")).replace('“', "‘").replace('”', "’")
}

/// What every report says first where thresholds go on with their last value: which, since when, why, which document to look for.
/// `None` where documents settle all of them.
pub fn pending(run: &RunInfo, policy: &PolicyInfo, catalog: &Catalog) -> Option<String> {
    // Thresholds of one clause share their end and its reason.
    let mut clauses: Vec<(&PendingThreshold, Vec<&str>)> = Vec::new();
    for p in &run.policy_pending {
        let title = requirement(&policy.requirements, &p.requirement);
        let same = |(k, _): &&mut (&PendingThreshold, _)| {
            (k.since, k.value_from, &k.document, &k.reason, &k.look_for) == (p.since, p.value_from, &p.document, &p.reason, &p.look_for)
        };
        match clauses.iter_mut().find(same) {
            Some((_, titles)) => titles.push(title),
            None => clauses.push((p, vec![title])),
        }
    }
    let say = |(p, titles): (&PendingThreshold, Vec<&str>)| {
        let args = [
            ("requirements", titles.join(catalog.get("word.joiner"))),
            ("since", p.since.words(catalog)),
            ("from", p.value_from.words(catalog)),
            ("reason", p.reason.clone()),
            ("document", p.document.clone()),
            ("look_for", p.look_for.clone()),
        ];
        catalog.say("word.pending", &args.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    let said: Vec<String> = clauses.into_iter().map(say).collect();
    (!said.is_empty()).then(|| said.join(catalog.get("word.sentence_joiner")))
}

/// Which months of the year to date have no purchase, as a remark beside the verdict; empty where all have some.
pub fn months_without_lines(months: &[Month], period: Month, catalog: &Catalog) -> String {
    let Some(first) = months.first() else { return String::new() };
    // The last months of the year to date: the data end before them.
    let tail = months.len() == usize::try_from(period.month() - first.month() + 1).unwrap_or_default();
    if let Some(last) = Month::new(first.year(), first.month() - 1).filter(|_| tail) {
        return catalog.say("word.data_end", &[("month", &last.words(catalog))]);
    }
    let names: Vec<String> = months.iter().map(|m| m.words(catalog)).collect();
    catalog.say("word.months_without_lines", &[("months", &names.join(catalog.get("word.joiner")))])
}

/// Persons named in one sentence.
const NAMED: usize = 5;

/// What persons decided and what the verdict would have been without it, as a clause; empty where nobody decided anything.
pub fn decided(decided: Option<&Decided>, shown: Verdict, catalog: &Catalog) -> String {
    let Some(d) = decided else { return String::new() };
    let mut by: Vec<String> = d.by.iter().take(NAMED).cloned().collect();
    if d.by.len() > NAMED {
        by.push(catalog.say("word.decided_by_more", &[("count", &d.by.len().to_string())]));
    }
    let (lines, by) = (d.lines.to_string(), by.join(catalog.get("word.name_joiner")));
    let (amount, without) = (Fen(d.amount_fen).yuan(), d.verdict_without.word(catalog));
    let key = if d.verdict_without == shown {
        "word.decided_same"
    } else {
        "word.decided_changed"
    };
    let said = [("lines", lines.as_str()), ("amount", &amount), ("by", &by), ("without", &without)];
    catalog.say(key, &said)
}

/// The channel of a line as a reader sees it: its title in the policy; `open` (待定) where the evidence names none or several and
/// a person has to look; `ordinary` (普通采购) where the line simply names no channel; its own words where
/// these name several channels that a requirement counts together.
pub fn channel(catalog: &Catalog, policy: &PolicyInfo, line: &Line) -> String {
    match line.channel.as_deref() {
        Some(id) => policy
            .channels
            .iter()
            .find(|c| &*c.id == id)
            .map_or_else(|| id.to_owned(), |c| c.title.clone()),
        None if line.requirements.values().any(|s| *s == Standing::Disputed) => catalog.get("word.channel_open").to_owned(),
        None if line.requirements.values().any(|s| *s == Standing::Counted) => channel_written(catalog, line)
            .unwrap_or_else(|| catalog.get("word.channel_open"))
            .to_owned(),
        None => catalog.get("word.channel_ordinary").to_owned(),
    }
}

/// What a line's channel rests on: the text of its channel column, or what told it where there is no such column.
pub fn channel_written<'a>(catalog: &'a Catalog, line: &'a Line) -> Option<&'a str> {
    let source = || catalog.find(&format!("word.channel_source.{}", line.channel_source?.code()));
    line.channel_text.as_deref().or_else(source)
}

/// 订单号; 单位、日期、金额; empty where one side stands alone.
pub fn way(catalog: &Catalog, way: Option<Way>) -> String {
    way.map_or_else(String::new, |w| w.word(catalog))
}

/// The notes of a match.
pub fn match_notes(catalog: &Catalog, notes: &[MatchNote]) -> String {
    let words: Vec<String> = notes.iter().map(|n| n.word(catalog)).collect();
    words.join(catalog.get("word.joiner"))
}

/// Lines of a match shown in one cell.
const SHOWN: usize = 12;

fn cut(mut all: Vec<String>, total: usize, catalog: &Catalog) -> String {
    if total > SHOWN {
        all.push("…".to_owned());
    }
    all.join(catalog.get("word.joiner"))
}

/// The ledger's side of a match: date, item, order number, and the unit where it is another.
pub fn match_lines(m: &MatchView, catalog: &Catalog) -> String {
    let lines = m.lines.iter().take(SHOWN).map(|l| {
        let date = l.date.map_or_else(|| l.period.to_string(), |d| d.to_string());
        let parts = [l.unit.as_deref(), Some(date.as_str()), l.item.as_deref(), l.order_no.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    cut(lines.collect(), m.lines.len(), catalog)
}

/// The platform's side of a match: unit as the export writes it, date, order number, state.
pub fn match_orders(m: &MatchView, catalog: &Catalog) -> String {
    let orders = m.orders.iter().take(SHOWN).map(|o| {
        let date = o.date.map(|d| d.to_string());
        let parts = [o.unit.as_deref(), date.as_deref(), o.order_no.as_deref(), o.status.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    cut(orders.collect(), m.orders.len(), catalog)
}

/// The name of a county (as it stands) or the word of a sector's code.
pub fn group(catalog: &Catalog, by: &str, name: &str) -> String {
    if by == "sector" {
        word(catalog, "sector", name)
    } else {
        name.to_owned()
    }
}
