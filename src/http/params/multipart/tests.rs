use proptest::prelude::*;
use tokio::io::AsyncReadExt;

use super::*;

/// Reads everything, `step` bytes of the body at a time.
async fn parts(body: &[u8], step: usize) -> Result<Vec<(Head, Vec<u8>)>> {
    let source = tokio_test_source(body.to_vec(), step);
    let mut multipart = Multipart::new(source, "XX");
    let mut all = Vec::new();
    while let Some(head) = multipart.next().await? {
        let mut content = Vec::new();
        multipart.read_to_end(&mut content).await.map_err(|_| unreadable())?;
        all.push((head, content));
    }
    Ok(all)
}

/// A reader that gives at most `step` bytes a time.
fn tokio_test_source(body: Vec<u8>, step: usize) -> impl AsyncRead + Unpin {
    struct Slow(Vec<u8>, usize);
    impl AsyncRead for Slow {
        fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            let count = self.1.min(self.0.len()).min(into.remaining());
            let rest = self.0.split_off(count);
            into.put_slice(&self.0);
            self.0 = rest;
            Poll::Ready(Ok(()))
        }
    }
    Slow(body, step)
}

const BODY: &[u8] = b"preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--X\r\n\
    --XX  \r\ncontent-disposition: form-data; name=file; filename=\"C:\\x\\\"y\\\".png\"\r\nContent-Type: image/png\r\n\r\n\
    \r\n--XX\r\nContent-Disposition: form-data; filename*=UTF-8''%e2%82%ac.txt; name=\"b%22\"\r\n\r\nlast\r\n--XX--\r\nepilogue";

#[tokio::test]
async fn parts_are_the_same_however_the_body_is_cut() {
    for step in [1, 2, 3, 7, 64, 10_000] {
        let read = parts(BODY, step).await.unwrap();
        let names: Vec<_> = read.iter().map(|(head, _)| head.name.as_deref().unwrap()).collect();
        assert_eq!(names, ["a", "file", "b\""]);
        let contents: Vec<_> = read.iter().map(|(_, content)| content.as_slice()).collect();
        assert_eq!(contents, [b"one\r\n--X".as_slice(), b"", b"last"]);
        assert_eq!(read[1].0.filename.as_deref(), Some("C:\\x\"y\".png"));
        assert_eq!(read[1].0.content_type.as_deref(), Some("image/png"));
        assert_eq!(read[2].0.filename.as_deref(), Some("€.txt"));
    }
}

#[tokio::test]
async fn unread_content_is_skipped() {
    let mut multipart = Multipart::new(tokio_test_source(BODY.to_vec(), 5), "XX");
    let mut count = 0;
    while multipart.next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 3);
    assert!(multipart.next().await.unwrap().is_none());
}

#[tokio::test]
async fn large_contents_pass_through_the_window() {
    let content: Vec<u8> = (0..1_000_000_u32).map(|n| if n % 70 < 2 { b'\r' } else { b'\n' }).collect();
    let head = b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    let body = [head.as_slice(), &content, b"\r\n--XX--"].concat();
    for step in [1_000, 65_536, 5_000_000] {
        assert!(parts(&body, step).await.unwrap()[0].1 == content);
    }
}

#[tokio::test]
async fn broken_bodies_are_bad_requests() {
    let endless = [b"--XX\r\nX: ".as_slice(), &[b'x'; 100_000], b"\r\n\r\n--XX--"].concat();
    let many = [b"--XX\r\n".as_slice(), &b"a: b\r\n".repeat(10_000), b"\r\n--XX--"].concat();
    let bodies: [&[u8]; 8] = [
        b"",
        b"nothing",
        b"--XX",
        b"--XXy\r\n\r\n",
        b"--XX\r\nno colon\r\n\r\n\r\n--XX--",
        b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off",
        &endless,
        &many,
    ];
    for body in bodies {
        assert!(matches!(parts(body, 11).await, Err(Error::BadRequest(_))), "{:?}", String::from_utf8_lossy(body));
    }
}

#[test]
fn boundaries() {
    assert_eq!(boundary("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
    assert_eq!(boundary("multipart/form-data; charset=utf-8; Boundary=\"a b\"").as_deref(), Some("a b"));
    assert_eq!(boundary("multipart/form-data"), None);
    assert_eq!(boundary("multipart/form-data; boundary="), None);
    assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(71))), None);
}

proptest! {
    #[test]
    fn any_bytes_end(noise in prop::collection::vec(prop_oneof![Just(b"\r\n".to_vec()), Just(b"--XX".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"a\"; filename=".to_vec()), Just(b"\"\\;=".to_vec()), prop::collection::vec(any::<u8>(), 0..6)], 0..24), step in 1_usize..40) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let _ = runtime.block_on(parts(&noise.concat(), step));
    }

    #[test]
    fn contents_come_out_as_they_went_in(content in prop::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), any::<u8>()], 0..300), step in 1_usize..80) {
        let body = [b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".as_slice(), &content, b"\r\n--XX--\r\n"].concat();
        prop_assume!(find(&content, b"--XX").is_none());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        prop_assert_eq!(&runtime.block_on(parts(&body, step)).unwrap()[0].1, &content);
    }
}
