//! A smallest workbook for each problem.

/// How a case's rows become a file.
#[derive(Clone, Copy)]
pub enum As {
    Csv,
    /// With the given tab.
    Xlsx(&'static str),
    HiddenSheet,
    HiddenRow,
    MergedAmount,
    /// The third row is struck through.
    Struck,
    /// C2 has a comment.
    Comment,
    /// Bytes as they are, shown by the text.
    Raw(&'static [u8]),
    /// A sheet's XML in a workbook.
    Sheet(&'static str),
    /// `workbook.xml` of a workbook.
    Directory(&'static str),
}

pub struct Case {
    pub code: &'static str,
    pub rows: &'static [&'static str],
    pub kind: As,
    pub args: &'static [&'static str],
}

const fn case(code: &'static str, kind: As, rows: &'static [&'static str]) -> Case {
    Case {
        code,
        rows,
        kind,
        args: &[],
    }
}

pub const CASES: &[Case] = &[
    case(
        "issue.amount_missing",
        As::Csv,
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,,"],
    ),
    case(
        "issue.amount_unreadable",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,约二百"],
    ),
    case(
        "issue.amount_too_large",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,1000000000000"],
    ),
    case(
        "issue.amount_is_date",
        As::Xlsx("3月"),
        &["采购日期,品名,金额", "2024-03-05,大米,@120", "2024-03-06,白菜,30"],
    ),
    case("issue.amount_rounded", As::Csv, &["采购日期,品名,金额", "2024-03-05,大米,12.345"]),
    case(
        "issue.amount_from_product",
        As::Csv,
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,3.2,"],
    ),
    case(
        "issue.amount_mismatch",
        As::Csv,
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,3.2,32"],
    ),
    case(
        "issue.formula_zero",
        As::Xlsx("3月"),
        &["采购日期,品名,数量,单价,金额", "2024-03-05,大米,5,3.2,=0"],
    ),
    case(
        "issue.amount_merged",
        As::MergedAmount,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-05,面粉,"],
    ),
    case(
        "issue.amount_column_ambiguous",
        As::Csv,
        &["采购日期,品名,含税金额,实付金额", "2024-03-05,大米,50,45", "2024-03-06,白菜,30,27"],
    ),
    case(
        "issue.money_unit_by_figures",
        As::Csv,
        &[
            "单位：万元",
            "采购日期,品名,数量,单价（元）,金额",
            "2024-03-05,大米,5,3.2,16",
            "2024-03-06,白菜,10,1.5,15",
        ],
    ),
    case(
        "issue.column_by_values",
        As::Csv,
        &["哪天,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "issue.amount_adjusted",
        As::Csv,
        &["采购日期,品名,采购金额,退货金额", "2024-03-05,大米,50,5", "2024-03-06,白菜,30,"],
    ),
    case(
        "issue.row_total_mismatch",
        As::Csv,
        &["采购日期,品名,832平台,供销平台,合计", "2024-03-05,大米,50,20,80"],
    ),
    case(
        "issue.remainder_of_total",
        As::Csv,
        &["采购日期,品名,总金额,其中：832平台", "2024-03-05,大米,80,50"],
    ),
    case(
        "issue.beyond_subtotal",
        As::Csv,
        &["月份,采购总额,832平台,供销数据平台,消费帮扶小计", "2024年3月,80,20,30,60"],
    ),
    case(
        "issue.goods_columns",
        As::Xlsx("3月"),
        &["日期,大米,白菜,猪肉,土豆,合计", "2024-03-01,1,2,3,4,10", "合计,1,2,3,4,10"],
    ),
    case(
        "issue.several_months",
        As::Xlsx("3月"),
        &["甲局2024年1-3月统计表", "单位名称,采购总额,832平台,其他", "甲局,30,10,20"],
    ),
    case(
        "issue.unlabelled_total",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30", ",,80"],
    ),
    case(
        "issue.total_suspected",
        As::Csv,
        &[
            "采购日期,品名,数量,单价,金额",
            "2024-03-05,大米,10,5,50",
            "2024-03-06,白菜,10,3,30",
            ",清账,,,99",
        ],
    ),
    case(
        "issue.memo_below_total",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "合计,,50", ",本月占比,0.8"],
    ),
    case(
        "issue.item_missing",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,,30"],
    ),
    case("issue.unparsed_date", As::Csv, &["采购日期,品名,金额", "2024-03-32,大米,50"]),
    case(
        "issue.date_inferred",
        As::Xlsx("3月"),
        &["日期,品名,金额", "6.18,大米,10", "6.2,白菜,20", "6.22,面粉,30"],
    ),
    case(
        "issue.date_ambiguous",
        As::Xlsx("3月"),
        &["日期,品名,金额", "6.1,大米,10", "6.2,白菜,20", "6.25,面粉,30"],
    ),
    case(
        "issue.year_suspected",
        As::Csv,
        &[
            "采购日期,品名,金额",
            "2024-03-05,大米,50",
            "2023-03-06,白菜,30",
            "2024-03-07,面粉,20",
        ],
    ),
    case(
        "issue.damaged_id",
        As::Xlsx("3月"),
        &["采购日期,订单编号,品名,金额", "2024-03-05,1234567890123456789,大米,50"],
    ),
    case(
        "issue.cells_without_header",
        As::Xlsx("3月"),
        &["日期,品名,金额,", "2024.3.1,大米,50,7", "2024.3.1,面粉,5,8"],
    ),
    case("issue.no_table", As::Csv, &["关于食堂采购的说明", "请各单位按时报送"]),
    case(
        "issue.no_amount_column",
        As::Csv,
        &["采购日期,品名,数量,供应商", "2024-03-05,大米,5,甲粮店"],
    ),
    case(
        "issue.not_purchase_table",
        As::Csv,
        &["食堂出库单", "日期,品名,数量,金额", "2024-03-05,大米,5,50"],
    ),
    case(
        "issue.not_purchase_doubt",
        As::Xlsx("采购计划"),
        &["食材采购台账", "日期,品名,金额,采购渠道", "2024-03-05,大米,50,832平台"],
    ),
    case("issue.sign_turned", As::Xlsx("退货"), &["日期,品名,金额", "2024-03-05,大米,50"]),
    case(
        "issue.void_suspected",
        As::Xlsx("3月"),
        &["日期,品名,金额,备注", "2024-03-05,大米,50,此单作废"],
    ),
    case("issue.assets_table", As::Xlsx("设备"), &["日期,品名,金额", "2024-03-05,冰柜,2000"]),
    case(
        "issue.assets_suspected",
        As::Xlsx("食材及厨具采购"),
        &["日期,品名,金额", "2024-03-05,蒸屉,60"],
    ),
    case("issue.hidden_sheet", As::HiddenSheet, &["采购日期,品名,金额", "2024-03-05,大米,50"]),
    case(
        "issue.hidden_rows",
        As::HiddenRow,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "reject.not_purchase_doubt",
        As::Xlsx("3月"),
        &[
            "日期,品名,金额,收/支",
            "2024-03-05,大米,50,支出",
            "2024-03-06,白菜,30,支出",
            "2024-03-07,现金,30,调整",
        ],
    ),
    case(
        "reject.no_amount_column",
        As::Csv,
        &["采购日期,品名,数量,供应商", "2024-03-05,大米,5,甲粮店"],
    ),
    case("reject.outside_table", As::Csv, &["请各单位按时报送", "2024-03-05,大米,50"]),
    case(
        "issue.quote_not_closed",
        As::Csv,
        &["采购日期,品名,金额", "2024-03-05,\"大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "reject.more_fields",
        As::Csv,
        &["采购日期,品名,金额,采购渠道", "2024-03-05,大米,1,200.00,农贸市场"],
    ),
    case(
        "reject.shifted",
        As::Csv,
        &[
            "采购日期,品名,数量,单价,金额,采购渠道",
            "2024-03-05,大米,斤,100,5.2,520",
            "2024-03-06,白菜,30,2,60,农贸市场",
        ],
    ),
    case(
        "issue.picture_cells",
        As::Sheet("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>_xlfn.DISPIMG(\"ID_1\",1)</f><v>=DISPIMG(\"ID_1\",1)</v></c></row>"),
        &["A1 中是一张图片"],
    ),
    case(
        "issue.struck_rows",
        As::Struck,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "issue.amount_comments",
        As::Comment,
        &["采购日期,品名,金额", "2024-03-05,大米,50", "2024-03-06,白菜,30"],
    ),
    case(
        "issue.text_cut",
        As::Sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>（四万个字）</t></is></c></row>"),
        &["A1 中有四万个字"],
    ),
    case(
        "issue.cells_beyond",
        As::Sheet("<row r=\"1\"><c r=\"A1048577\"><v>5</v></c></row>"),
        &["一个单元格的位置是 A1048577"],
    ),
    case(
        "issue.strings_truncated",
        As::Sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>"),
        &["A1 指向不存在的第 99 条文字"],
    ),
    case(
        "issue.sheet_truncated",
        As::Sheet("<row r=\"1\"><c r=\"A1\"><v>5</v></c>"),
        &["工作表的内容在第 1 行中断"],
    ),
    case(
        "issue.sheet_missing",
        As::Directory("<workbook><sheets><sheet name=\"3月\" r:id=\"r1\"/><sheet name=\"4月\" r:id=\"r9\"/></sheets></workbook>"),
        &["目录里有“4月”，文件里没有它的内容"],
    ),
    case(
        "issue.workbook_directory_lost",
        As::Directory("<workbook/>"),
        &["工作簿的目录是空的"],
    ),
    case("quarantine.empty_file", As::Raw(b""), &["0 字节"]),
    case(
        "quarantine.damaged",
        As::Raw(b"PK\x03\x04[Content_Types].xml"),
        &["传输中断的 .xlsx"],
    ),
    case(
        "quarantine.encrypted",
        As::Raw(include_bytes!("../../samples/inbox-broken/盐湖区/有密码.xlsx")),
        &["有打开密码的 .xlsx"],
    ),
    case("quarantine.not_a_workbook", As::Raw(b"%PDF-1.7"), &["改名为 .xlsx 的 PDF"]),
    case(
        "quarantine.unsupported_format",
        As::Raw(b"ID;PWXL;N;E\r\nC;Y1;X1;K\"1\"\r\nE\r\n"),
        &["SYLK 表格，改名为 .xlsx"],
    ),
    Case {
        code: "quarantine.over_limit",
        rows: &["采购日期,品名,金额", "2024-03-05,大米,50"],
        kind: As::Csv,
        args: &["--max-cells", "5"],
    },
];

/// Codes shown without a workbook: a fault of the program and a file that another program holds, which none brings about at will, and those
/// that need a larger table.
pub const WITHOUT_CASE: [&str; 6] = [
    "issue.whole_missing",
    "issue.amount_other_column",
    "reject.no_amount",
    "quarantine.reader_failed",
    "quarantine.cannot_open",
    "quarantine.own_output",
];
