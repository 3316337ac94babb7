//! Charts of the working papers. Series are told apart without colour: by pattern, dash and marker.

use rust_xlsxwriter::{
    Chart as Drawing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartSolidFill, Color, Worksheet, XlsxError,
};

use crate::{model::RequirementInfo, report::xlsx::book::Book};

/// A rectangle of cells: first row and column, last row and column, zero-based.
pub(crate) type Area = (u32, u16, u32, u16);

/// How a chart looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Shares as columns side by side, with their figures.
    Shares,
    /// Shares of many groups as columns: figures would overlap.
    Groups,
    /// Shares month by month.
    Course,
    /// Counts as bars.
    Counts,
}

/// One run of values.
pub(crate) struct Series {
    pub name: String,
    pub values: Area,
    pub look: Look,
}

/// Colours and patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Dark: what is asked for.
    Threshold,
    /// Blue, or the pattern of that number.
    Pattern(usize),
}

/// A chart over cells of a sheet.
pub(crate) struct Chart {
    pub form: Form,
    pub title: String,
    /// Size of the title's letters, where it is not the usual one.
    pub title_points: Option<u16>,
    /// Row of its upper left corner, in the first column.
    pub row: u32,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    /// The sheet of the values.
    pub sheet: String,
    pub categories: Area,
    pub series: Vec<Series>,
}

const BLUE: Color = Color::RGB(0x0047_88C7);

/// Fills of the series of a chart.
const PATTERNS: [Option<ChartPatternFillType>; 4] = [
    None,
    Some(ChartPatternFillType::DiagonalStripesWideUpwards),
    Some(ChartPatternFillType::Dotted20Percent),
    Some(ChartPatternFillType::HorizontalStripesDark),
];

/// Lines and markers told apart without colour.
const LINES: [(ChartLineDashType, ChartMarkerType); 4] = [
    (ChartLineDashType::Solid, ChartMarkerType::Circle),
    (ChartLineDashType::Dash, ChartMarkerType::Square),
    (ChartLineDashType::RoundDot, ChartMarkerType::Triangle),
    (ChartLineDashType::LongDashDot, ChartMarkerType::Diamond),
];

/// The low ends of a table whose first row is its head and whose last is `last`: a series a requirement, the first one's in column `first`, the others
/// `step` columns apart.
pub(crate) fn low_ends(infos: &[RequirementInfo], last: u32, first: usize, step: usize) -> Vec<Series> {
    let series = infos.iter().enumerate().map(|(i, info)| {
        let col = u16::try_from(first + i * step).unwrap_or(u16::MAX);
        Series {
            name: info.title.clone(),
            values: (1, col, last, col),
            look: Look::Pattern(i),
        }
    });
    series.collect()
}

/// Threshold, low and high end side by side, by the areas of their values.
pub(crate) fn beside_threshold(book: &Book<'_>, areas: [Area; 3]) -> Vec<Series> {
    let looks = [
        ("threshold", Look::Threshold),
        ("low", Look::Pattern(0)),
        ("high", Look::Pattern(1)),
    ];
    let one = |((key, look), values): ((&str, Look), Area)| Series {
        name: book.word(&format!("calc.{key}")),
        values,
        look,
    };
    looks.into_iter().zip(areas).map(one).collect()
}

impl Chart {
    /// Puts it on a sheet.
    pub fn insert(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        page.insert_chart(self.row, 0, &self.draw()).map(drop)
    }

    fn draw(&self) -> Drawing {
        let mut chart = match self.form {
            Form::Shares | Form::Groups => Drawing::new_column(),
            Form::Course => Drawing::new_line(),
            Form::Counts => Drawing::new_bar(),
        };
        for series in &self.series {
            self.draw_series(&mut chart, series);
        }
        chart.title().set_name(self.title.as_str());
        if let Some(points) = self.title_points {
            chart.title().set_font(ChartFont::new().set_size(points));
        }
        match self.form {
            Form::Counts => {
                chart.legend().set_hidden();
                chart.y_axis().set_reverse();
                chart.x_axis().set_min(0).set_num_format("0").set_major_gridlines(false);
            }
            form => {
                if form == Form::Course {
                    chart.x_axis().set_num_format("0000\"-\"00");
                }
                // A line behind a figure would strike it through.
                let lines = form != Form::Shares;
                chart.y_axis().set_min(0).set_num_format("0%").set_major_gridlines(lines);
                chart.legend().set_position(ChartLegendPosition::Bottom);
            }
        }
        chart
            .set_width(self.width)
            .set_height(self.height)
            .set_alt_text(self.title.as_str());
        chart
    }

    fn draw_series(&self, chart: &mut Drawing, series: &Series) {
        let range = |(top, left, bottom, right): Area| (self.sheet.as_str(), top, left, bottom, right);
        let drawn = chart.add_series();
        drawn
            .set_name(series.name.as_str())
            .set_categories(range(self.categories))
            .set_values(range(series.values));
        match self.form {
            Form::Shares => {
                drawn
                    .set_data_label(ChartDataLabel::new().show_value().set_num_format("0.00%"))
                    .set_gap(80);
            }
            Form::Counts => {
                drawn.set_data_label(ChartDataLabel::new().show_value()).set_gap(60);
            }
            Form::Groups => {}
            Form::Course => {
                let Look::Pattern(number) = series.look else { return };
                let (dash, marker) = LINES[number % LINES.len()];
                let mut line = ChartLine::new();
                line.set_color(Color::RGB(0x001F_4E79)).set_width(1.5).set_dash_type(dash);
                drawn
                    .set_format(ChartFormat::new().set_line(&line))
                    .set_marker(ChartMarker::new().set_type(marker));
                return;
            }
        }
        let solid = |colour| ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)).clone();
        let mut format = match series.look {
            Look::Threshold => solid(Color::RGB(0x0040_4040)),
            Look::Pattern(number) => match PATTERNS[number % PATTERNS.len()] {
                None => solid(BLUE),
                Some(pattern) => {
                    let mut fill = ChartPatternFill::new();
                    fill.set_pattern(pattern)
                        .set_foreground_color(BLUE)
                        .set_background_color(Color::White);
                    ChartFormat::new().set_pattern_fill(&fill).clone()
                }
            },
        };
        drawn.set_format(&mut format);
    }
}
