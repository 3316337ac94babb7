//! Charts: the library draws each kind once, into a workbook of nothing else; the workbooks that have it take it over and fill in the values
//! that readers show who do not calculate.

use std::{
    fmt::Write as _,
    io::Cursor,
    sync::{Arc, Mutex, PoisonError},
};

use rust_xlsxwriter::{
    Chart as Drawing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartSolidFill, Color, Workbook,
};
use zip::ZipArchive;

use crate::{
    model::{policy_info::RequirementInfo, results::RequirementResult},
    report::{
        RenderError,
        xlsx::{
            book::ratio,
            package::{Deflater, Packed},
            sheet::Area,
            styles, xml,
        },
    },
};

/// How a chart looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Shares as columns side by side, with their figures.
    Shares,
    /// Shares of many groups as columns: figures would overlap.
    Groups,
    /// Shares month by month.
    Course,
    /// Counts as bars.
    Counts,
}

/// What stands below or beside the columns.
#[derive(Debug, Clone, PartialEq)]
pub enum Label {
    Text(String),
    Number(i32),
}

/// What a series holds; nothing where there is no ratio.
pub type Values = Vec<Option<f64>>;

/// One run of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    pub values: Area,
    pub look: Look,
}

/// Colours and patterns: each is told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Dark: what is asked for.
    Threshold,
    /// Blue, or the pattern of that number.
    Pattern(usize),
}

/// A chart, but for its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub form: Form,
    pub title: String,
    /// Size of the title's letters, where it is not the usual one.
    pub title_points: Option<u16>,
    /// Row of its upper left corner, in the first column.
    pub row: u32,
    /// Pixels.
    pub size: (u32, u32),
    /// The sheet of the values.
    pub sheet: String,
    pub categories: Area,
    pub labels: Vec<Label>,
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

/// Below a table whose first column names its rows: their low ends, a series a requirement. `columns` are that of the first one, and how far
/// they stand apart.
pub fn low_ends(
    form: Form,
    (sheet, title, size): (String, String, (u32, u32)),
    rows: &[(Label, &[RequirementResult])],
    infos: &[RequirementInfo],
    columns: (usize, usize),
) -> (Chart, Vec<Values>) {
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let series = infos.iter().enumerate().map(|(i, info)| {
        let col = u16::try_from(columns.0 + i * columns.1).unwrap_or(u16::MAX);
        Series {
            name: info.title.clone(),
            values: (1, col, last, col),
            look: Look::Pattern(i),
        }
    });
    let chart = Chart {
        form,
        title,
        title_points: None,
        row: last + 2,
        size,
        sheet,
        categories: (1, 0, last, 0),
        labels: rows.iter().map(|(label, _)| label.clone()).collect(),
        series: series.collect(),
    };
    let low = |id: &str, results: &[RequirementResult]| results.iter().find(|r| &*r.id == id)?.ratio_low_bp.map(ratio);
    let values = infos
        .iter()
        .map(|info| rows.iter().map(|(_, results)| low(&info.id, results)).collect());
    (chart, values.collect())
}

impl Chart {
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
                chart.y_axis().set_min(0).set_num_format("0%");
                chart.legend().set_position(ChartLegendPosition::Bottom);
            }
        }
        chart
            .set_width(self.size.0)
            .set_height(self.size.1)
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

/// The charts of a sheet as the library draws them.
pub struct Drawn {
    /// `xl/drawings/drawing1.xml`: where they stand.
    pub drawing: Arc<Packed>,
    /// Each chart's XML, cut where the values of a series belong.
    charts: Vec<Vec<String>>,
}

/// What the charts of a sheet look like: its widths say where a chart ends.
type Shape = (Vec<f64>, Vec<Chart>);

static KNOWN: Mutex<Vec<(Shape, Arc<Drawn>)>> = Mutex::new(Vec::new());

/// Units of a run share their charts' shape, but for those with an exception; beyond this the oldest is forgotten.
const MOST: usize = 32;

impl Drawn {
    /// As drawn before, or now.
    ///
    /// # Errors
    /// [`RenderError`] when the library refuses.
    pub fn of(widths: &[f64], charts: &[&Chart]) -> Result<Arc<Self>, RenderError> {
        let same = |(w, c): &Shape| w == widths && c.iter().eq(charts.iter().copied());
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, drawn)) = known().iter().find(|(shape, _)| same(shape)) {
            return Ok(drawn.clone());
        }
        let drawn = Arc::new(Self::make(widths, charts)?);
        let mut all = known();
        if all.len() >= MOST {
            all.remove(0);
        }
        all.push(((widths.to_vec(), charts.iter().map(|c| (*c).clone()).collect()), drawn.clone()));
        Ok(drawn)
    }

    fn make(widths: &[f64], charts: &[&Chart]) -> Result<Self, RenderError> {
        let mut workbook = Workbook::new();
        // No sheet of ours has this name.
        let page = workbook.add_worksheet().set_name("~")?;
        for (col, width) in (0..).zip(widths) {
            page.set_column_width(col, *width)?;
        }
        for chart in charts {
            page.insert_chart(chart.row, 0, &chart.draw())?;
        }
        for chart in charts {
            let sheet = match workbook.worksheet_from_name(&chart.sheet) {
                Ok(sheet) => sheet,
                Err(_) => workbook.add_worksheet().set_name(&chart.sheet)?,
            };
            for ((row, col), label) in cells(chart.categories).zip(&chart.labels) {
                match label {
                    Label::Text(text) => sheet.write_string(row, col, xml::clean(text))?,
                    Label::Number(number) => sheet.write_number(row, col, f64::from(*number))?,
                };
            }
            // Values that the library does not see, but counts.
            for (row, col) in chart.series.iter().flat_map(|s| cells(s.values)) {
                sheet.write_formula(row, col, "0")?;
            }
        }
        let mut archive = ZipArchive::new(Cursor::new(workbook.save_to_buffer()?)).map_err(styles::unexpected)?;
        let pieces = (1..=charts.len()).map(|n| styles::part(&mut archive, &format!("xl/charts/chart{n}.xml")).map(|xml| cut(&xml)));
        let charts = pieces.collect::<Result<_, _>>()?;
        let drawing = Packed::once(styles::part(&mut archive, "xl/drawings/drawing1.xml")?.as_bytes())?;
        Ok(Self { drawing, charts })
    }

    /// The chart of that position, with the values of its series.
    ///
    /// # Errors
    /// [`RenderError`] when the deflater refuses.
    pub fn chart(&self, at: usize, values: &[Values]) -> Result<Arc<Packed>, RenderError> {
        let mut xml = String::new();
        let mut values = values.iter();
        for (number, piece) in self.charts.get(at).into_iter().flatten().enumerate() {
            if number > 0 {
                for (point, value) in values.next().into_iter().flatten().enumerate() {
                    if let Some(value) = value {
                        // Writing into a string cannot fail.
                        let _ = write!(xml, "<c:pt idx=\"{point}\"><c:v>{value}</c:v></c:pt>");
                    }
                }
            }
            xml.push_str(piece);
        }
        let mut to = Deflater::fast();
        to.write(xml.as_bytes())?;
        to.finish()
    }
}

fn cells((top, left, bottom, right): Area) -> impl Iterator<Item = (u32, u16)> {
    (top..=bottom).flat_map(move |row| (left..=right).map(move |col| (row, col)))
}

/// A chart's XML cut before the end of each series' values, of which the library saw none.
fn cut(xml: &str) -> Vec<String> {
    let end = "</c:numCache></c:numRef></c:val>";
    let mut pieces = xml.split(end);
    let first = pieces.next().unwrap_or_default().to_owned();
    let others = pieces.map(|piece| format!("{end}{piece}"));
    std::iter::once(first).chain(others).collect()
}
