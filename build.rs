//! Version, icon and manifest of `bangfu.exe`; for other systems there is nothing to do.

use std::{env, io, path::Path};

const FOLDER: &str = "contrib/dist/windows";

fn main() -> io::Result<()> {
    let of = |name: &str| env::var(name).unwrap_or_default();
    println!("cargo:rerun-if-changed={FOLDER}/bangfu.ico");
    println!("cargo:rerun-if-changed={FOLDER}/bangfu.manifest");
    // The crate that is published to a registry need not hold them.
    if of("CARGO_CFG_TARGET_OS") != "windows" || !Path::new(FOLDER).is_dir() {
        return Ok(());
    }
    let mut resource = winresource::WindowsResource::new();
    resource
        .set_icon(&format!("{FOLDER}/bangfu.ico"))
        .set_manifest_file(&format!("{FOLDER}/bangfu.manifest"))
        // Chinese (PRC): the texts below are.
        .set_language(0x0804)
        .set("ProductName", "bangfu")
        .set("FileDescription", "bangfu 食堂消费帮扶采购核查工具")
        .set("FileVersion", &of("CARGO_PKG_VERSION"))
        .set("ProductVersion", &of("CARGO_PKG_VERSION"))
        .set("OriginalFilename", "bangfu.exe")
        .set("LegalCopyright", &of("CARGO_PKG_LICENSE"));
    // Debian's compiler for Windows 7 names another vendor than the tools that winresource knows.
    if of("TARGET") != of("HOST") && of("CARGO_CFG_TARGET_ENV") == "gnu" {
        let prefix = format!("{}-w64-mingw32-", of("CARGO_CFG_TARGET_ARCH"));
        resource.set_windres_path(&format!("{prefix}windres"));
        resource.set_ar_path(&format!("{prefix}ar"));
    }
    resource.compile()
}
