//! `bangfu explain OUT UNIT`: the derivation as a tree, from the clause to the cells. Nothing is computed that the report does not hold;
//! sums over lines are shown beside the report's figure, so that a reader can see that they agree.

use std::collections::BTreeMap;

use crate::{
    model::{BaseStanding, Fen, Line, Month, OpenShare, RequirementResult, ScopeResult, Standing, UnitReport, percent},
    report::words,
    text::{Catalog, one_line},
};

/// A node of the derivation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Node {
    /// What the figure is.
    pub label: String,
    /// Figure, as shown.
    pub value: String,
    /// What it is made of.
    pub children: Vec<Node>,
}

impl Node {
    fn leaf(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            children: Vec::new(),
        }
    }
}

/// The derivation of every requirement (or the one asked for) in both scopes.
#[must_use]
pub fn derivation(report: &UnitReport, requirement: Option<&str>, catalog: &Catalog) -> Vec<Node> {
    let period = report.run.period;
    let scopes = [("month", &report.scopes.month), ("ytd", &report.scopes.ytd)];
    scopes
        .into_iter()
        .map(|(name, scope)| {
            let inside = |m: Month| if name == "month" { m == period } else { m.in_year_to_date(period) };
            let lines: Vec<&Line> = report.lines.iter().filter(|l| inside(l.period)).collect();
            let mut children = vec![base_node(scope, &lines, catalog)];
            children.extend(
                scope
                    .requirements
                    .iter()
                    .filter(|r| requirement.is_none_or(|id| id == r.id.as_ref()))
                    .map(|r| requirement_node(report, r, scope, &lines, catalog)),
            );
            Node {
                label: catalog.get(&format!("cli.explain.{name}")).to_owned(),
                value: period.to_string(),
                children,
            }
        })
        .collect()
}

fn base_node(scope: &ScopeResult, lines: &[&Line], catalog: &Catalog) -> Node {
    let canteen = || lines.iter().copied().filter(|l| !l.union);
    let standing = |s: BaseStanding| canteen().filter(move |l| l.base == s).collect::<Vec<_>>();
    let (inside, disputed, outside) = (
        standing(BaseStanding::In),
        standing(BaseStanding::Disputed),
        standing(BaseStanding::Out),
    );
    let open: Vec<Open<'_>> = scope.open_amounts.iter().map(|o| (o, o.base_fen)).collect();
    Node {
        label: catalog.get("cli.explain.base").to_owned(),
        value: yuan(scope.base_fen, catalog),
        children: vec![
            group(catalog.get("cli.explain.base_in"), &inside, &[], catalog),
            group(catalog.get("cli.explain.base_disputed"), &disputed, &open, catalog),
            group(catalog.get("cli.explain.base_out"), &outside, &[], catalog),
        ],
    }
}

fn requirement_node(report: &UnitReport, result: &RequirementResult, scope: &ScopeResult, lines: &[&Line], catalog: &Catalog) -> Node {
    let of_open = |o: &'_ OpenShare| o.requirements.get(&result.id).copied();
    let open: Vec<Open<'_>> = scope.open_amounts.iter().filter_map(|o| Some((o, of_open(o)?))).collect();
    let info = report.policy.requirements.iter().find(|r| r.id == result.id);
    let of = |s: Standing| {
        lines
            .iter()
            .copied()
            .filter(|l| l.requirements.get(&result.id) == Some(&s))
            .collect::<Vec<_>>()
    };
    let bp = |b: Option<i64>| b.map_or_else(|| "—".to_owned(), percent);
    let mut children = Vec::new();
    if let Some(info) = info {
        let r = &info.reference;
        children.push(Node::leaf(
            catalog.get("cli.explain.clause"),
            format!("{} {} {} “{}”", r.doc, r.number, r.article, r.quote),
        ));
    }
    children.push(Node::leaf(catalog.get("cli.explain.threshold"), percent(result.threshold_bp)));
    if let Some(base) = result.own_base {
        let name = base.kind.word(catalog);
        let amount = yuan(base.base_fen.saturating_add(base.base_disputed_fen), catalog);
        children.push(Node::leaf(name, amount));
    }
    children.push(group(catalog.get("cli.explain.counted"), &of(Standing::Counted), &[], catalog));
    children.push(group(catalog.get("cli.explain.disputed"), &of(Standing::Disputed), &open, catalog));
    for (end, ratio, shown) in [
        ("low", result.low, result.ratio_low_bp),
        ("high", result.high, result.ratio_high_bp),
    ] {
        let formula = format!("{} ÷ {} = {}", Fen(ratio.numerator_fen), Fen(ratio.denominator_fen), bp(shown));
        children.push(Node::leaf(catalog.get(&format!("cli.explain.{end}")), formula));
    }
    children.push(Node::leaf(
        catalog.get("cli.explain.substitute"),
        yuan(result.shortfall_substitute_fen, catalog),
    ));
    children.push(Node::leaf(
        catalog.get("cli.explain.additional"),
        yuan(result.shortfall_additional_fen, catalog),
    ));
    let title = info.map_or_else(|| result.id.to_string(), |i| i.title.clone());
    Node {
        label: format!("{title} ({})", result.id),
        value: catalog.get(&format!("word.verdict.{}", result.verdict.code())).to_owned(),
        children,
    }
}

fn yuan(fen: i64, catalog: &Catalog) -> String {
    catalog.say("cli.explain.yuan", &[("amount", &Fen(fen).yuan())])
}

/// An amount that a table leaves open, and what of it may be here, fen.
type Open<'a> = (&'a OpenShare, i64);

/// Lines by file and sheet, each with its cells, and what tables leave open: the leaves of the tree.
fn group(label: &str, lines: &[&Line], open: &[Open<'_>], catalog: &Catalog) -> Node {
    let mut places: BTreeMap<String, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        places
            .entry(format!("{} › {}", line.source.file, line.source.sheet))
            .or_default()
            .push(line);
    }
    let sum = |lines: &[&Line]| lines.iter().filter_map(|l| l.amount_fen).fold(0_i64, i64::saturating_add);
    let count = |n: usize| catalog.say("cli.explain.lines", &[("count", &n.to_string())]);
    let beside = open.iter().map(|(_, fen)| *fen).fold(0_i64, i64::saturating_add);
    let open = open.iter().filter(|(_, fen)| *fen != 0).map(|(o, fen)| {
        let decided = o.decision.as_ref().map(|d| words::decision(d, catalog)).unwrap_or_default();
        Node::leaf(format!("{} · {}{decided}", o.source, o.kind.word(catalog)), yuan(*fen, catalog))
    });
    let children = places
        .iter()
        .map(|(place, lines)| Node {
            label: place.clone(),
            value: format!("{} {}", yuan(sum(lines), catalog), count(lines.len())),
            children: lines.iter().map(|l| line_node(l, catalog)).collect(),
        })
        .chain(open)
        .collect();
    Node {
        label: label.to_owned(),
        value: format!("{} {}", yuan(sum(lines).saturating_add(beside), catalog), count(lines.len())),
        children,
    }
}

fn line_node(line: &Line, catalog: &Catalog) -> Node {
    let cell = line
        .source
        .cells
        .get(crate::model::field::Field::Amount)
        .map_or_else(|| line.source.row.to_string(), |cell| cell.to_string());
    let parts = [
        line.item.as_deref(),
        line.supplier.as_deref(),
        words::channel_written(catalog, line),
    ];
    let mut parts: Vec<&str> = parts.into_iter().flatten().collect();
    let reasons: Vec<String> = line.reasons.iter().map(|r| r.words(catalog)).collect();
    let reasons = reasons.join(catalog.get("word.joiner"));
    if !reasons.is_empty() {
        parts.push(&reasons);
    }
    let decided = line.decision.as_ref().map(|d| words::decision(d, catalog));
    parts.extend(decided.as_deref());
    let amount = line
        .amount_fen
        .map_or_else(|| format!("`{}`", line.amount_text.as_deref().unwrap_or("")), |f| Fen(f).yuan());
    Node::leaf(format!("{cell} {}", parts.join(" · ")), amount)
}

/// The tree as text, indented with box-drawing lines.
#[must_use]
pub fn text(report: &UnitReport, nodes: &[Node], catalog: &Catalog) -> String {
    let verdict = catalog.get(&format!("word.verdict.{}", report.verdict.code())).to_owned();
    let mut out = format!("{} · {} · {}\n", one_line(&report.unit), report.run.period, verdict);
    for (i, node) in nodes.iter().enumerate() {
        draw(node, "", i + 1 == nodes.len(), &mut out);
    }
    out
}

fn draw(node: &Node, indent: &str, last: bool, out: &mut String) {
    let (branch, next) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
    out.push_str(&format!("{indent}{branch}{}: {}\n", one_line(&node.label), one_line(&node.value)));
    for (i, child) in node.children.iter().enumerate() {
        draw(child, &format!("{indent}{next}"), i + 1 == node.children.len(), out);
    }
}
