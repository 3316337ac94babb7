//! The fields of a ledger: what a column can mean.

codes! {
    /// A field of a ledger (docs/tables.md).
    pub enum Field {
        /// 日期: purchase (order) date.
        Date = "date",
        /// 下单日期 where the table has several dates.
        OrderDate = "order_date",
        /// 验收/入库日期 where the table has several dates.
        ReceiptDate = "receipt_date",
        /// 付款日期.
        PaymentDate = "payment_date",
        /// `年` in a column of its own.
        YearColumn = "year_column",
        /// `月` in a column of its own.
        MonthColumn = "month_column",
        /// `日` in a column of its own.
        DayColumn = "day_column",
        /// 品名.
        Item = "item",
        /// 类别.
        Category = "category",
        /// 规格.
        Spec = "spec",
        /// 计量单位.
        Measure = "measure",
        /// 数量.
        Quantity = "quantity",
        /// 单价.
        UnitPrice = "unit_price",
        /// 金额.
        Amount = "amount",
        /// 供应商.
        Supplier = "supplier",
        /// 供应商的统一社会信用代码.
        SupplierCode = "supplier_code",
        /// 产地.
        Origin = "origin",
        /// 采购渠道.
        Channel = "channel",
        /// 订单编号.
        OrderNo = "order_no",
        /// 发票号.
        InvoiceNo = "invoice_no",
        /// 资金来源.
        Funding = "funding",
        /// 单位名称 (the reporting unit).
        UnitName = "unit_name",
        /// 备注.
        Remark = "remark",
        /// 序号.
        Serial = "serial",
        /// 订单状态: in platform exports.
        Status = "status",
        /// 生产日期.
        ProductionDate = "production_date",
        /// 有效期至.
        ExpiryDate = "expiry_date",
        /// 保质期.
        ShelfLife = "shelf_life",
        /// 采购人: the person who bought.
        BoughtBy = "bought_by",
        /// 验收人: the person who accepted the goods.
        AcceptedBy = "accepted_by",
        /// 就餐人数.
        Headcount = "headcount",
        /// 餐次.
        Meal = "meal",
        /// 餐标: yuan a person and meal.
        MealStandard = "meal_standard",
        /// 市场价.
        MarketPrice = "market_price",
        /// 指导价.
        GuidePrice = "guide_price",
        /// 下浮率 of a contract.
        PriceCut = "price_cut",
        /// 结存, 盘点: what is left, of a stock book.
        Stock = "stock",
        /// 脱贫地区/县 of a platform export and other known columns that carry no meaning for the audit (品牌, 税率, 地址 …).
        Ignored = "ignored",
    }
}

impl Field {
    /// How many there are; [`Self::Ignored`] is the last.
    pub(crate) const COUNT: usize = Self::Ignored as usize + 1;

    /// Whether no figure follows from it: checks alone look at it, or nothing does. Tables are told and read as if it were not there.
    pub(crate) fn is_passive(self) -> bool {
        self as usize >= Self::ProductionDate as usize
    }

    /// Whether the field tells when: a date, or a year, month or day in a column of its own.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::Date | Self::OrderDate | Self::ReceiptDate | Self::PaymentDate | Self::YearColumn | Self::MonthColumn | Self::DayColumn
        )
    }
}
