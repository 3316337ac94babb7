//! Each format holds what its report holds.

mod docx;
mod html;
mod json_csv;
mod xlsx;
mod xlsx_parts;
