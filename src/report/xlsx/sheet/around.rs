//! What stands above and below a sheet's rows.

use std::fmt::Write as _;

use crate::report::xlsx::sheet::{Choice, Sheet, span, xml};

impl Sheet {
    /// What stands above the rows.
    pub(crate) fn head(&self) -> String {
        let mut out = String::from(HEAD);
        if let Some((row, col)) = self.extent {
            let _ = write!(out, "<dimension ref=\"{}\"/>", span((0, 0, row, col)));
        }
        let selected = if self.first { " tabSelected=\"1\"" } else { "" };
        let _ = write!(out, "<sheetViews><sheetView{selected} workbookViewId=\"0\"");
        out.push_str(&match self.frozen {
            (0, 0) => "/></sheetViews>".to_owned(),
            (row, 0) => format!(
                "><pane ySplit=\"{row}\" topLeftCell=\"{}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView></sheetViews>",
                xml::cell(row, 0)
            ),
            (row, col) => format!(
                "><pane xSplit=\"{col}\" ySplit=\"{row}\" topLeftCell=\"{}\" activePane=\"bottomRight\" state=\"frozen\"/><selection pane=\"topRight\" activeCell=\"{top}\" sqref=\"{top}\"/><selection pane=\"bottomLeft\" activeCell=\"{left}\" sqref=\"{left}\"/><selection pane=\"bottomRight\"/></sheetView></sheetViews>",
                xml::cell(row, col),
                top = xml::cell(0, col),
                left = xml::cell(row, 0)
            ),
        });
        out.push_str("<sheetFormatPr defaultRowHeight=\"15\"/>");
        if !self.columns.is_empty() {
            out.push_str("<cols>");
            for (number, (width, style)) in (1..).zip(&self.columns) {
                // Five pixels of margin beside characters of seven. Writing into a string cannot fail.
                let _ = write!(out, "<col min=\"{number}\" max=\"{number}\" width=\"{}\"", width + 0.710_937_5);
                if let Some(style) = style {
                    let _ = write!(out, " style=\"{}\"", self.frame.number(*style));
                }
                out.push_str(" customWidth=\"1\"/>");
            }
            out.push_str("</cols>");
        }
        out.push_str("<sheetData>");
        out
    }

    /// What stands below the rows, in the order that the format asks for.
    pub(crate) fn tail(&self) -> String {
        let mut out = String::from("</sheetData>");
        if let Some(area) = self.filter {
            let _ = write!(out, "<autoFilter ref=\"{}\"/>", span(area));
        }
        if !self.merged.is_empty() {
            let _ = write!(out, "<mergeCells count=\"{}\">", self.merged.len());
            for area in &self.merged {
                let _ = write!(out, "<mergeCell ref=\"{}\"/>", span(*area));
            }
            out.push_str("</mergeCells>");
        }
        for (priority, (area, mark, word)) in (1..).zip(&self.marks) {
            let dxf = self.frame.mark(*mark);
            let _ = write!(
                out,
                "<conditionalFormatting sqref=\"{}\"><cfRule type=\"cellIs\" dxfId=\"{dxf}\" priority=\"{priority}\" operator=\"equal\"><formula>",
                span(*area)
            );
            xml::escape(&mut out, word);
            out.push_str("</formula></cfRule></conditionalFormatting>");
        }
        if !self.choices.is_empty() {
            let _ = write!(out, "<dataValidations count=\"{}\">", self.choices.len());
            for (area, choice) in &self.choices {
                let _ = write!(
                    out,
                    "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" sqref=\"{}\"><formula1>",
                    span(*area)
                );
                match choice {
                    Choice::Range(range) => xml::escape(&mut out, range),
                    Choice::Words(words) => xml::escape(&mut out, &xml::quoted(words)),
                }
                out.push_str("</formula1></dataValidation>");
            }
            out.push_str("</dataValidations>");
        }
        if self.gridlines {
            out.push_str("<printOptions gridLines=\"1\"/>");
        }
        let pages = if self.one_page { "" } else { " fitToHeight=\"0\"" };
        let orientation = if self.landscape { "landscape" } else { "portrait" };
        let _ = write!(
            out,
            "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.7\" bottom=\"0.7\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\"{pages} orientation=\"{orientation}\" horizontalDpi=\"200\" verticalDpi=\"200\"/>{}",
            self.header
        );
        if !self.charts.is_empty() {
            out.push_str("<drawing r:id=\"rId1\"/>");
        }
        out.push_str("</worksheet>");
        out
    }
}

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
    "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
);
