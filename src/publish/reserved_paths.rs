//! Nothing that a run reads may lie where it writes: what lies there is replaced as a whole.

use std::path::{Path, PathBuf};

use crate::{
    inbox::outputs::{ReservedPaths, real},
    text::{Fault, shown_path},
};

impl ReservedPaths {
    /// Refuses inputs (inboxes, policy, registry, overrides …) that are or lie in a place that is replaced, and a ledger's folder that lies in
    /// OUT or holds it. Looks only; nothing is written.
    ///
    /// # Errors
    /// For the first such input.
    pub(crate) fn refuse_inside<'a>(&self, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Fault> {
        let inside = |input: &Path, at: &Path, places: &[PathBuf]| match places.iter().find(|place| at.starts_with(place)) {
            Some(place) if at == place => Err(Fault::usage("out.is_input").at(place)),
            Some(place) => Err(Fault::usage("out.holds_input").at(input).with("out", shown_path(place))),
            None => Ok(()),
        };
        if let (Some(out), Some(ledger)) = (self.out.first(), self.ledger.first()) {
            inside(ledger, ledger, &self.out)?;
            inside(out, out, &self.ledger)?;
        }
        for input in inputs {
            let Some(at) = real(input) else { continue };
            inside(input, &at, &self.out)?;
            inside(input, &at, &self.ledger)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn inputs_in_what_is_replaced_are_refused_and_a_place_beside_is_not() {
        let dir = tempfile::TempDir::new().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["in/a.csv", "in/out/p.toml", "out/待核实.xlsx", "out.csv", "ledger/r.csv"] {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), "x").unwrap();
        }
        let refused = |out: &str, ledger: Option<&str>, input: &str| {
            let places = ReservedPaths::of(&at(out), ledger.map(at).as_deref());
            places.refuse_inside([at(input).as_path()]).is_err()
        };
        // OUT is the inbox, holds it, or holds a file given; also where it does not exist yet.
        assert!(refused("in", None, "in") && refused("in", None, "in/a.csv") && refused("", None, "in"));
        assert!(refused("out", None, "out/待核实.xlsx") && refused("out", None, "out/not-there.toml"));
        assert!(refused("new", None, "new") && refused("in/../out", None, "out/待核实.xlsx"));
        assert!(refused("out", None, ".out.bangfu/x.csv"));
        // The same for the ledger's folder, which lies apart from OUT too.
        assert!(refused("out", Some("ledger"), "ledger/r.csv") && refused("out", Some("in"), "in"));
        assert!(refused("out", Some("out"), "in") && refused("out", Some("out/l"), "in") && refused("l/out", Some("l"), "in"));
        // A place inside an inbox is passed over, not refused; names that only begin alike are others.
        assert!(!refused("in/out", Some("in/ledger"), "in") && !refused("out", Some("ledger"), "out.csv"));
        assert!(!refused("new/deep/out", None, "in"));
    }
}
