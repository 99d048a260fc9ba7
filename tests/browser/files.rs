//! Files: by button, paste and drop, with a look at them before, on the way and after.

use std::fs;

use serde_json::Value;

use crate::browser::Browser;
use crate::shop::{FIELD, Shop};
use crate::support::body::multipart;

/// A script's picture of one colour.
const PICTURE: &str = "await (() => {
    const canvas = new OffscreenCanvas(120, 80);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#c60';
    pen.fillRect(0, 0, 120, 80);
    return canvas.convertToBlob({ type: 'image/png' });
})()";

/// Hands files to the page as the browser does when somebody pastes or drops them.
fn transfer(browser: &Browser, kind: &str, files: &str) {
    let script = format!(
        "(async () => {{
            const data = new DataTransfer();
            for (const file of {files}) data.items.add(file);
            const options = {{ clipboardData: data, dataTransfer: data, bubbles: true, cancelable: true }};
            if ('{kind}' === 'paste') document.querySelector('textarea').dispatchEvent(new ClipboardEvent('paste', options));
            else for (const name of ['dragover', 'drop']) {{
                document.body.dispatchEvent(new DragEvent(name, options));
                await new Promise((resume) => setTimeout(resume, 100));
            }}
            return 'done';
        }})()"
    );
    assert_eq!(browser.js_later(&script), "done");
}

fn attachments(message: &Value) -> Vec<String> {
    let files = message["attachments"].as_array().unwrap();
    files.iter().map(|file| file["file_type"].as_str().unwrap().to_owned()).collect()
}

pub fn by_button() {
    let shop = Shop::new();
    let guest = shop.guest();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Rechnung März.txt");
    fs::write(&path, "42 bicycles").unwrap();
    guest.find("input[type=file]");
    guest.attach("input[type=file]", &path);
    guest.reads(".tray", "Rechnung März.txt").reads(".tray", "11 B");
    guest.write(FIELD, "My invoice\n").is_gone(".tray").reads(".own a.file", "Rechnung März.txt");
    let message = shop.hears("My invoice");
    assert_eq!(attachments(&message), ["file"]);
    // taken out again
    guest.attach("input[type=file]", &path);
    guest.press("Remove: Rechnung März.txt").is_gone(".tray .file");
    assert_eq!(guest.js("return document.querySelector('button[type=submit]').disabled"), true);
    // the agent's come, too
    let file = multipart().text("content", "And ours").file(
        "attachments[]",
        "terms.pdf",
        "application/pdf",
        b"%PDF-1.4\n%%EOF",
    );
    shop.company.bob.post(&shop.at("/messages"), file).ok();
    guest.reads(".message:not(.own) a.file", "terms.pdf");
    guest.assert_no_complaints();
}

pub fn by_paste_and_drop() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.js("window.seen = []; new MutationObserver(() => {
        for (const css of ['progress', '.tray img', '.waiting .picture img', '.drop']) if (document.querySelector(css) && !seen.includes(css)) seen.push(css);
    }).observe(document.body, { childList: true, subtree: true })");
    transfer(&guest, "paste", &format!("[new File([{PICTURE}], 'pasted.png', {{ type: 'image/png' }})]"));
    guest.sees(".tray img").write(FIELD, "\n").is_gone(".tray");
    guest.holds("document.querySelector('.own:not(.waiting) a.picture img')?.naturalWidth === 120");
    transfer(
        &guest,
        "drop",
        &format!(
            "[new File([{PICTURE}], 'dropped.png', {{ type: 'image/png' }}), new File(['a,b'], 'table.csv', {{ type: 'text/csv' }})]"
        ),
    );
    guest.reads(".tray", "table.csv").write(FIELD, "Two more\n");
    let message = shop.hears("Two more");
    assert_eq!(attachments(&message), ["image", "file"]);
    guest.reads(".own a.file", "table.csv");
    guest.holds("seen.length === 4");
    transfer(&guest, "drop", "[new File([new Uint8Array(41 * 1024 * 1024)], 'film.bin')]");
    guest.reads("[role=alert]", "film.bin is larger than 40 MB").is_gone(".tray");
    guest.assert_no_complaints();
    assert_eq!(shop.web.strays(), [""; 0]);
}
