//! Who the sample units are, and what each of them shows. All units are invented.

/// A channel of measure 24.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Platform832,
    LocalPlatform,
    LocalShop,
    Direct,
    Ordinary,
}

/// What a unit's records are bent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Nothing special: the shares decide.
    Plain,
    /// January to March together exactly 10.00 % through 832.
    Exact,
    /// The same, with one fen bought elsewhere.
    OneFenShort,
    /// No channel column, and suppliers that tell nothing.
    NoChannelColumn,
    /// Channel texts that nobody knows.
    UnknownChannels,
    /// Amounts in words, without any total.
    UnreadableAmounts,
    /// 832 lines whose origin is outside the 832 counties.
    OriginConflict,
    /// 832 lines that the union paid.
    UnionMoney,
    /// Channel column and supplier disagree on a few lines that decide nothing.
    ChannelConflict,
    /// Goods returned, as negative lines.
    Returns,
    /// One stated total is 100 元 too high.
    WrongTotal,
    /// Has no canteen, shares one, or sent nothing.
    Silent,
}

/// How a unit keeps its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Detail ledger; the number picks one of several ways to write it.
    Detail(u8),
    /// One amount column a channel, below a two-row header.
    ChannelColumns,
    /// The same in 万元.
    ChannelColumnsWan,
    /// One row a month, with 其中.
    Statement,
    /// Several tables in one sheet, each under its title.
    Sections,
    /// One sheet a channel.
    SheetAChannel,
    /// Stock book.
    StockBook,
    /// In a county's workbook of many units.
    County,
    /// Nothing.
    Nothing,
}

/// What a file is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Xlsx,
    CsvUtf8,
    CsvGb18030,
    /// By LibreOffice, as the extension says.
    LibreOffice(&'static str),
}

/// What stands beside a unit's purchases, and what is wrong there: whether the ledger is true, whether too much was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// A stock book that adds up but in three places.
    Stock,
    /// Days of acceptance and production, shelf lives, who bought and who accepted.
    Delivery,
    /// Who accepted: mostly one person.
    OneAcceptor,
    /// Headcount and 餐标.
    Meals,
    /// Headcount, about so many.
    Headcount(i64),
    /// Rice in the category of vegetables.
    WrongCategory,
    /// The third month is the second again.
    CopiedMonth,
    /// The same at the prices of the third month.
    CopiedQuantities,
    /// The ledger of the unit of this number.
    OthersLedger(u64),
    /// The unit numbers its slips.
    SlipNumbers,
    /// Invoice numbers.
    Invoices,
    /// A column 市场价.
    OwnPrices,
    /// A contract with a cut, in `prices.xlsx`.
    Contract,
}

/// One unit.
pub struct Unit {
    pub number: u64,
    pub county: &'static str,
    pub name: &'static str,
    pub sector: &'static str,
    pub canteen: &'static str,
    pub representative: &'static str,
    pub alias: &'static str,
    pub layout: Layout,
    pub saved: Saved,
    /// One file a month; otherwise one for the quarter.
    pub monthly: bool,
    pub story: Story,
    /// Aimed shares in tenths of a percent: 832, local platform, local shop, direct.
    pub shares: [i64; 4],
    /// The verdict that the unit is to show, and in words why.
    pub shows: (&'static str, &'static str, &'static str),
    /// Plan and reserves in fen: plan, 832, local channels, together.
    pub plan: Option<[i64; 4]>,
    /// Beside the purchases.
    pub beside: &'static [Beside],
}

const GOOD: [i64; 4] = [140, 120, 130, 0];

fn unit(number: u64, name: &'static str, sector: &'static str, layout: Layout, saved: Saved, shares: [i64; 4]) -> Unit {
    let county = super::catalogue::COUNTIES
        .iter()
        .map(|c| c.0)
        .find(|c| name.contains(c.trim_end_matches(['县', '市', '区'])));
    Unit {
        number,
        county: county.unwrap_or_default(),
        name,
        sector,
        canteen: "自办",
        representative: "",
        alias: "",
        layout,
        saved,
        monthly: true,
        story: Story::Plain,
        shares,
        shows: ("pass", "三项都达标", "meets all three"),
        plan: None,
        beside: &[],
    }
}

/// All units, by county.
#[rustfmt::skip]
pub fn all() -> Vec<Unit> {
    use Layout::{ChannelColumns, ChannelColumnsWan, County, Detail, Nothing, Sections, SheetAChannel, Statement, StockBook};
    use Saved::{CsvGb18030, CsvUtf8, LibreOffice, Xlsx};
    let exempt = |number, name, canteen, representative, shows| Unit {
        canteen, representative, shows, story: Story::Silent, ..unit(number, name, "机关", Nothing, Xlsx, GOOD)
    };
    vec![
        Unit { shows: ("pass", "标准的采购明细，日期合并，三项都达标", "a plain ledger, merged dates; meets all three"), ..unit(1, "盐湖区实验中学", "学校", Detail(0), Xlsx, GOOD) },
        Unit { monthly: false, story: Story::Exact, shows: ("pass", "832 平台恰好 10.00%，达标", "832 is exactly 10.00 %: passes"),
            ..unit(2, "盐湖区惠民医院", "医院", Detail(1), LibreOffice("xls"), [85, 120, 130, 30]) },
        Unit { story: Story::OneFenShort, shows: ("fail", "832 平台差 1 分不到 10%，未达标（显示 9.99%）", "832 is one fen short of 10 %: fails (shown as 9.99 %)"),
            ..unit(3, "盐湖区财政局", "机关", Detail(4), CsvGb18030, [85, 120, 130, 30]) },
        Unit { alias: "临晋中学", shows: ("pass", "两行表头，每个渠道一列金额", "two-row header, one amount column a channel"), ..unit(4, "临猗县临晋中学", "学校", ChannelColumns, Xlsx, GOOD) },
        Unit { monthly: false, shows: ("fail", "只有 832 平台未达标", "fails 832 only"),
            ..unit(5, "临猗县果业集团有限公司", "企业", Detail(1), LibreOffice("ods"), [50, 170, 150, 20]) },
        Unit { monthly: false, shows: ("pass", "月度统计表（万元，其中……），三项都达标", "monthly statement in 万元; meets all three"),
            ..unit(6, "万荣县后土小学", "学校", Statement, Xlsx, GOOD) },
        Unit { shows: ("fail", "只有本地渠道未达标", "fails the local channels only"),
            ..unit(7, "万荣县黄河中医院", "医院", Sections, Xlsx, [180, 60, 70, 40]) },
        Unit { monthly: false, shows: ("pass", "一个渠道一张工作表", "one sheet a channel"), ..unit(8, "闻喜县东镇钢铁有限公司", "企业", SheetAChannel, Xlsx, GOOD) },
        Unit { story: Story::NoChannelColumn, shows: ("undetermined", "没有渠道列，供应商也看不出渠道：全部待核实", "no channel column and nothing else tells: all disputed"),
            ..unit(9, "闻喜县裴社卫生院", "医院", Detail(2), Xlsx, [0; 4]) },
        Unit { shows: ("pass", "进销存台账，只计入库", "stock book: only the incoming group counts"), beside: &[Beside::Stock], ..unit(10, "稷山县机关事务中心", "机关", StockBook, Xlsx, GOOD) },
        Unit { story: Story::UnknownChannels, shows: ("undetermined", "部分渠道名称不认识", "channel texts that no alias matches"),
            beside: &[Beside::CopiedMonth, Beside::Headcount(62)], ..unit(11, "稷山县稷峰中学", "学校", Detail(0), Xlsx, [80, 90, 90, 0]) },
        Unit { story: Story::WrongTotal, shows: ("fail", "三项都未达标；2 月合计比明细多 100 元", "fails all three; February's stated total is 100 元 too high"),
            beside: &[Beside::WrongCategory, Beside::SlipNumbers, Beside::Headcount(56)], ..unit(12, "新绛县海泉中学", "学校", Detail(3), Xlsx, [30, 40, 50, 0]) },
        Unit { story: Story::UnreadableAmounts, shows: ("undetermined", "有的金额写成“约二百”，没有合计可限定", "amounts in words and no total to bound them"),
            ..unit(13, "新绛县龙兴医院", "医院", Detail(2), LibreOffice("xlsx"), GOOD) },
        Unit { story: Story::OriginConflict, shows: ("undetermined", "832 平台的货，产地栏却写寿光", "832 lines whose origin is not an 832 county"),
            beside: &[Beside::Invoices, Beside::Headcount(60)], ..unit(14, "绛县横水小学", "学校", Detail(0), Xlsx, [120, 130, 130, 0]) },
        exempt(15, "绛县文化馆", "无", "", ("exempt", "无食堂", "no canteen")),
        Unit { canteen: "外包", story: Story::ChannelConflict, shows: ("pass", "外包食堂；几行渠道与供应商矛盾，但不影响结论", "outsourced; a few lines conflict but decide nothing"),
            beside: &[Beside::Delivery], ..unit(16, "垣曲县中条铜业有限公司", "企业", Detail(3), Xlsx, [150, 130, 140, 20]) },
        Unit { monthly: false, shows: ("pass", "CSV（UTF-8）", "CSV in UTF-8"), beside: &[Beside::OwnPrices], ..unit(17, "垣曲县人民武装部", "军营", Detail(4), CsvUtf8, GOOD) },
        Unit { story: Story::UnionMoney, shows: ("undetermined", "部分 832 采购由工会经费支付", "part of the 832 purchases paid by the union"),
            beside: &[Beside::Contract], ..unit(18, "夏县农业农村局", "机关", Detail(5), Xlsx, [120, 130, 130, 0]) },
        Unit { story: Story::Returns, shows: ("pass", "退货记负数，同上符号（〃）", "returns as negative lines, ditto marks"),
            ..unit(19, "夏县瑶峰中学", "学校", Detail(3), Xlsx, GOOD) },
        Unit { shows: ("pass", "代表共用食堂填报", "reports for a shared canteen"), beside: &[Beside::Meals], ..unit(20, "平陆县机关服务中心", "机关", Detail(0), Xlsx, GOOD) },
        exempt(21, "平陆县统计局", "共用", "平陆县机关服务中心", ("exempt", "共用食堂，由平陆县机关服务中心填报", "shared canteen, reported by another unit")),
        Unit { plan: Some([20_000_000, 2_100_000, 4_200_000, 6_300_000]), shows: ("pass", "有年度计划和预留，可看进度", "plan and reserves: reservation and pace"),
            ..unit(22, "平陆县圣人涧小学", "学校", ChannelColumns, LibreOffice("xlsx"), GOOD) },
        Unit { shows: ("pass", "全县一本汇总簿，三项都达标", "in a county workbook of many units; meets all three"), beside: &[Beside::OthersLedger(25), Beside::Headcount(58)], ..unit(23, "芮城县风陵渡中学", "学校", County, Xlsx, GOOD) },
        Unit { shows: ("fail", "只有本地渠道未达标（在县里的汇总簿中）", "fails the local channels only; in a county's workbook"),
            beside: &[Beside::Headcount(22)], ..unit(24, "芮城县古魏小学", "学校", County, Xlsx, [200, 50, 60, 30]) },
        Unit { shows: ("pass", "全县一本汇总簿，三项都达标", "in a county workbook of many units; meets all three"), beside: &[Beside::Headcount(60)], ..unit(25, "芮城县阳城中学", "学校", County, Xlsx, GOOD) },
        Unit { monthly: false, shows: ("pass", "按渠道分列，金额以万元计", "channel columns in 万元"), ..unit(26, "永济市蒲州机电有限公司", "企业", ChannelColumnsWan, Xlsx, GOOD) },
        Unit { story: Story::Silent, shows: ("no_data", "名册上有，没有报送", "registered, sent nothing"), ..unit(27, "永济市实验幼儿园", "学校", Nothing, Xlsx, GOOD) },
        Unit { monthly: false, shows: ("pass", "日期写成文字，没有合计行，.xls", "text dates, no totals, .xls"), ..unit(28, "河津市龙门医院", "医院", Detail(2), LibreOffice("xls"), GOOD) },
        Unit { shows: ("pass", "展销会采购计入合计一项", "direct purchases count towards the 30 %"),
            beside: &[Beside::OneAcceptor, Beside::CopiedQuantities], ..unit(29, "武警河津中队", "军营", Detail(5), Xlsx, [115, 110, 110, 60]) },
    ]
}
