//! A page of plain text as a PDF file.

use std::fmt::Write;

/// One A5 page with the lines in a typewriter face, the first one larger. For texts in ASCII.
pub fn page(text: &str) -> Vec<u8> {
    let mut drawn = String::from("BT 40 520 Td 16 TL /F1 13 Tf");
    for (n, line) in text.lines().enumerate() {
        let line = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let smaller = if n == 0 { " /F1 8 Tf" } else { "" };
        let _ = write!(drawn, " ({line}) Tj T*{smaller}"); // a String takes everything
    }
    drawn.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (n, object) in (1..).zip(&objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{n} 0 obj\n{object}\nendobj");
    }
    let (start, count) = (file.len(), objects.len() + 1);
    let _ =
        write!(file, "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_points_at_the_objects() {
        let file = String::from_utf8(page("Title (a)\n\nline")).unwrap();
        assert!(file.contains(r"(Title \(a\)) Tj"));
        let start: usize = file.lines().rev().nth(1).unwrap().parse().unwrap();
        assert!(file[start..].starts_with("xref\n0 6\n"));
        for (n, entry) in (1..).zip(file[start..].lines().skip(3).take(5)) {
            let at: usize = entry[..10].parse().unwrap();
            assert!(file[at..].starts_with(&format!("{n} 0 obj")), "{entry}");
        }
    }
}
