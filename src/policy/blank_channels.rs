//! Blank channels that other lines of the same file settle: who is a market stall three times is one the fourth time too.

use std::{collections::HashMap, sync::Arc};

use crate::{
    model::{ChannelSource, Line, Reason},
    policy::{
        at::PolicyAt,
        channel::{Channels, channels},
        channel_evidence::Evidence,
        pack::ChannelKind,
    },
};

/// What the lines of one supplier in one file that write their channel out say.
#[derive(Default)]
struct Written {
    ordinary: Option<Arc<str>>,
    /// A counted channel, none that is known, or several.
    other: bool,
}

/// A line whose blank channel is open is an ordinary purchase where its supplier's other lines in the file write ordinary channels, and
/// none of them another.
pub(super) fn settle(policy: &PolicyAt, lines: &mut [Line], evidence: &mut [Evidence]) {
    let is_open = |line: &Line, of: &Evidence| of.candidates.is_none() && line.reasons.contains(&Reason::ChannelBlank);
    if !lines.iter().zip(&*evidence).any(|(line, of)| is_open(line, of)) {
        return;
    }
    let settled: Vec<(usize, Channels)> = {
        let mut suppliers: HashMap<(&str, &str), Written> = HashMap::new();
        for (line, of) in lines.iter().zip(&*evidence) {
            let Some(supplier) = line.supplier.as_deref().filter(|_| !is_open(line, of)) else {
                continue;
            };
            let written = suppliers.entry((&line.source.file, supplier)).or_default();
            let ordinary = |id: &&Arc<str>| policy.channel(id).is_some_and(|c| c.kind == ChannelKind::Ordinary);
            match line.channel.as_ref().filter(ordinary) {
                Some(id) if line.channel_text.is_some() => written.ordinary = Some(Arc::clone(id)),
                Some(_) => {}
                None => written.other = true,
            }
        }
        let of_supplier = |line: &Line| {
            let written = suppliers.get(&(&*line.source.file, line.supplier.as_deref()?))?;
            written.ordinary.clone().filter(|_| !written.other)
        };
        let open = lines.iter().zip(&*evidence).enumerate().filter(|(_, (line, of))| is_open(line, of));
        open.filter_map(|(i, (line, _))| Some((i, channels([of_supplier(line)?]))))
            .collect()
    };
    for (i, candidates) in settled {
        let line = &mut lines[i];
        line.channel = candidates.first().cloned();
        line.channel_source = Some(ChannelSource::SameSupplier);
        line.reasons.retain(|r| *r != Reason::ChannelBlank);
        evidence[i].candidates = Some(candidates);
    }
}
