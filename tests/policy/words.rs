//! What words in a ledger make of a line: its channel, its origin, whether it is food; and what a dispute leaves standing.

use std::sync::Arc;

use bangfu::{
    model::{
        reasons::Reason,
        standing::{BaseStanding, Standing},
    },
    policy::{classify::dispute, duplicates::classify},
};

use super::{blank_line, yuncheng};

/// What the channel cell's text alone makes of a line: the channel, or the dispute.
#[test]
fn channel_texts_are_told_apart() {
    let (at, period) = yuncheng();
    let table: &[(&str, &str)] = &[
        ("832", "platform_832"),
        ("832平台", "platform_832"),
        ("“832”平台", "platform_832"),
        ("\"832\"平台采购", "platform_832"),
        ("８３２平台", "platform_832"),
        ("八三二平台", "platform_832"),
        ("832 平台", "platform_832"),
        ("扶贫832", "platform_832"),
        ("www.fupin832.com", "platform_832"),
        ("FUPIN832", "platform_832"),
        ("脱贫地区农副产品网络销售平台", "platform_832"),
        ("脱贫地区农副产品网络销售平台（832平台）", "platform_832"),
        ("贫困地区农副产品网络销售平台", "platform_832"),
        ("832平台消费帮扶", "platform_832"),
        ("运城市消费帮扶供销数据平台", "local_platform"),
        ("“运城市消费帮扶供销数据平台”", "local_platform"),
        ("供销数据平台", "local_platform"),
        ("供销平台", "local_platform"),
        ("市供销数据平台", "local_platform"),
        ("消费帮扶超市", "local_shop"),
        ("夏县消费帮扶超市", "local_shop"),
        ("夏县 消费帮扶 超市", "local_shop"),
        ("平陆县扶贫超市", "local_shop"),
        ("帮扶超市", "local_shop"),
        ("消费帮扶超市（盐湖区）", "local_shop"),
        ("脱贫县农产品展销会", "direct"),
        ("产销对接会", "direct"),
        ("产地直采", "direct"),
        ("超市", "ordinary"),
        ("永辉超市", "ordinary"),
        ("农贸市场", "ordinary"),
        ("批发市场", "ordinary"),
        ("市场", "ordinary"),
        ("自采", "ordinary"),
        ("自行采购", "ordinary"),
        ("零星采购", "ordinary"),
        ("商贩", "ordinary"),
        ("其他", "ordinary"),
        ("其它渠道", "ordinary"),
        ("", "ordinary"),
        ("—", "ordinary"),
        ("/", "ordinary"),
        ("非832平台", "channel_unknown"),
        ("非“832”平台", "channel_unknown"),
        ("未通过832平台", "channel_unknown"),
        ("不是通过832", "channel_unknown"),
        ("832平台以外", "channel_unknown"),
        ("832以外", "channel_unknown"),
        ("除832平台", "channel_unknown"),
        ("非消费帮扶超市", "channel_unknown"),
        ("消费帮扶专馆", "channel_unknown"),
        ("消费帮扶专柜", "channel_unknown"),
        ("消费帮扶专区", "channel_unknown"),
        ("832专柜", "channel_unknown"),
        ("消费帮扶", "channel_unknown"),
        ("帮扶产品", "channel_unknown"),
        ("直采", "channel_unknown"),
        ("网购", "channel_unknown"),
        ("京东", "channel_unknown"),
        ("18320", "channel_unknown"),
        ("见附件", "channel_unknown"),
        ("无", "ordinary"),
        ("否", "ordinary"),
        ("普通", "ordinary"),
        ("非帮扶", "ordinary"),
        ("非消费帮扶", "ordinary"),
        ("非消费帮扶渠道", "ordinary"),
        ("非扶贫产品", "ordinary"),
        ("本地渠道", ""),
        ("消费帮扶采购合计", "channel_unknown"),
        ("832便利店", "channel_conflict"),
        ("帮扶社区超市", "channel_unknown"),
        ("退伍军人消费服务超市", "ordinary"),
        ("832平台/帮扶超市", "channel_conflict"),
        ("832平台、供销平台", "channel_conflict"),
        ("线下购买832产品", "channel_conflict"),
        ("帮扶超市（农贸市场）", "channel_conflict"),
    ];
    let mut wrong = Vec::new();
    for (text, want) in table {
        let mut line = blank_line(1, period, Some(100));
        line.channel_text = (!text.is_empty()).then(|| Arc::from(*text));
        line.evidence.has_column = true;
        classify(&at, std::slice::from_mut(&mut line));
        let reason = line.reasons.first().map(|r| r.code());
        let got = reason.or(line.channel.as_deref()).unwrap_or_default();
        if got != *want {
            wrong.push(format!("`{text}`: {got}, expected {want}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of an 832 line's origin: is it outside the 832 counties?
#[test]
fn only_a_place_that_is_named_contradicts_the_channel() {
    let (at, period) = yuncheng();
    let table: &[(&str, bool)] = &[
        ("平陆县", false),
        ("山西平陆", false),
        ("山西省运城市平陆县", false),
        ("岚县", false),
        ("西藏拉萨市城关区", false),
        ("甘肃省", false),
        ("山西运城", false),
        ("山西省运城市", false),
        ("新疆和田地区", false),
        ("内蒙古自治区兴安盟", false),
        ("本地", false),
        ("本县", false),
        ("本市", false),
        ("脱贫县", false),
        ("脱贫地区", false),
        ("832县", false),
        ("国家级贫困县", false),
        ("吕梁山区", false),
        ("山区", false),
        ("河北省万全县", false),
        ("湖北神农架林区", false),
        ("山西省晋城市", true),
        ("深圳市南山区", true),
        ("广东", true),
        ("超市", false),
        ("临猗县", true),
        ("夏县", true),
        ("运城市盐湖区", true),
        ("山西省运城市临猗县", true),
        ("山东寿光", true),
        ("山东省寿光市", true),
        ("北京市", true),
        ("浙江绍兴县", true),
        ("江苏", true),
    ];
    let mut wrong = Vec::new();
    for (origin, outside) in table {
        let mut line = blank_line(1, period, Some(100));
        line.channel_text = Some("832平台".into());
        line.evidence.has_column = true;
        line.origin = Some(Arc::from(*origin));
        classify(&at, std::slice::from_mut(&mut line));
        if line.reasons.contains(&Reason::OriginConflict) != *outside {
            wrong.push(format!("{origin}: {:?}", line.reasons));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn food_and_what_only_looks_like_it() {
    let (at, period) = yuncheng();
    let table: &[(&str, BaseStanding)] = &[
        ("料酒", BaseStanding::In),
        ("酒酿圆子", BaseStanding::In),
        ("烟熏肉", BaseStanding::In),
        ("烟台苹果", BaseStanding::In),
        ("大米", BaseStanding::In),
        ("套餐", BaseStanding::In),
        ("白酒", BaseStanding::Disputed),
        ("汾酒", BaseStanding::Disputed),
        ("香烟", BaseStanding::Disputed),
        ("购物卡", BaseStanding::Disputed),
        ("提货券", BaseStanding::Disputed),
        ("一次性餐盒", BaseStanding::Disputed),
    ];
    let mut wrong = Vec::new();
    for (item, want) in table {
        let mut line = blank_line(1, period, Some(100));
        line.evidence.has_column = true;
        line.item = Some(Arc::from(*item));
        classify(&at, std::slice::from_mut(&mut line));
        if line.base != *want {
            wrong.push(format!("{item}: {:?}", line.base));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An order that the platform does not confirm is still a purchase: the base stays, what the line counts towards is disputed.
#[test]
fn unconfirmed_by_the_platform_disputes_the_numerator_only() {
    let (at, period) = yuncheng();
    let classified = |channel: &str| {
        let mut line = blank_line(1, period, Some(10_000));
        line.evidence.has_column = true;
        line.channel_text = Some(channel.into());
        classify(&at, std::slice::from_mut(&mut line));
        line
    };
    let mut line = classified("832平台");
    assert_eq!(
        (line.base, line.requirements["platform_832"]),
        (BaseStanding::In, Standing::Counted)
    );
    dispute(&mut line, Reason::UnconfirmedByPlatform);
    assert_eq!(
        (line.base, line.requirements["platform_832"]),
        (BaseStanding::In, Standing::Disputed)
    );
    assert_eq!(line.requirements["local_channels"], Standing::NotCounted);
    assert_eq!(line.reasons, [Reason::UnconfirmedByPlatform]);
    // An ordinary purchase claims nothing of the platform.
    let mut line = classified("自行采购");
    dispute(&mut line, Reason::UnconfirmedByPlatform);
    assert!(!line.is_disputed() && line.reasons.is_empty());
    // Any other reason disputes the purchase as a whole.
    let mut line = classified("832平台");
    dispute(&mut line, Reason::DuplicateSuspected);
    assert_eq!(
        (line.base, line.requirements["platform_832"]),
        (BaseStanding::Disputed, Standing::Disputed)
    );
}
