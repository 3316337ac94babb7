//! `--encoding`: of what people read; programs read UTF-8.

use encoding_rs::GB18030;

use super::passing;
use crate::support::program::bangfu;

#[test]
fn text_is_in_the_encoding_that_is_asked_for_and_json_stays_utf_8() {
    let said = |args: &[&str]| {
        let ran = bangfu().args(args).output().unwrap();
        (ran.stdout, ran.stderr)
    };
    let (utf8, gbk) = (said(&["checks", "--encoding", "utf-8"]).0, said(&["checks", "--encoding", "gbk"]).0);
    assert_ne!(utf8, gbk);
    assert_eq!(GB18030.decode(&gbk).0, String::from_utf8(utf8).unwrap());
    // Refusals go to people, too.
    let refused = said(&["audit", "没有", "--period", "2024-03", "-o", "out", "--encoding", "gbk"]).1;
    assert!(GB18030.decode(&refused).0.contains("“没有”"), "{refused:x?}");
    let place = passing();
    let ran = place.run(&["check", "inbox", "--format", "json", "--encoding", "gbk"]);
    assert!(ran.out.contains("甲小学"), "{}", ran.out);
}
