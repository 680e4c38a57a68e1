//! Just enough HTTP/1.1 to be wrong on purpose: one request, one answer, one connection.
//!
//! A real server library would repair half of the faults the lab exists for.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

const MAX_HEAD: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;
const MAX_BODY: usize = 256 * 1024;

/// What a client asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, as sent.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The target without its query.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}

/// Reads one request. `Ok(None)`: the client left without asking.
pub(crate) async fn read_request<S>(stream: &mut S) -> io::Result<Option<Request>>
where
    S: AsyncRead + Unpin,
{
    let mut bytes = Vec::with_capacity(1024);
    loop {
        if let Some((mut request, used)) = parse_head(&bytes)? {
            let length = content_length(&request)?;
            request.body = bytes.split_off(used);
            read_body(stream, &mut request.body, length).await?;
            return Ok(Some(request));
        }
        if bytes.len() >= MAX_HEAD {
            return Err(invalid("request head too long"));
        }
        let mut chunk = [0; 2048];
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk[..read]);
    }
}

fn parse_head(bytes: &[u8]) -> io::Result<Option<(Request, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let used = match head.parse(bytes) {
        Ok(httparse::Status::Complete(used)) => used,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(error) => return Err(invalid(error)),
    };
    let request = Request {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        headers: head
            .headers
            .iter()
            .map(|header| {
                let value = String::from_utf8_lossy(header.value).into_owned();
                (header.name.to_owned(), value)
            })
            .collect(),
        body: Vec::new(),
    };
    Ok(Some((request, used)))
}

fn content_length(request: &Request) -> io::Result<usize> {
    let Some(text) = request.header("content-length") else {
        return Ok(0);
    };
    let length: usize = text.trim().parse().map_err(invalid)?;
    if length > MAX_BODY {
        return Err(invalid("request body too long"));
    }
    Ok(length)
}

async fn read_body<S>(stream: &mut S, body: &mut Vec<u8>, length: usize) -> io::Result<()>
where
    S: AsyncRead + Unpin,
{
    let have = body.len().min(length);
    body.resize(length, 0);
    stream.read_exact(&mut body[have..]).await?;
    Ok(())
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body: body.into(),
        }
    }

    pub(crate) fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    pub(crate) fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", body.to_string())
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The head, promising `length` bytes, or chunks when there is no length. Every connection
    /// ends with its answer, so that each request meets the port as it is at that moment.
    pub(crate) fn head(&self, length: Option<usize>) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match length {
            _ if self.status == 304 => {}
            Some(length) => head.push_str(&format!("content-length: {length}\r\n")),
            None => head.push_str("transfer-encoding: chunked\r\n"),
        }
        head.push_str("connection: close\r\n\r\n");
        head.into_bytes()
    }
}

/// The usual words for a status.
pub(crate) const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_with_a_body_is_read_whole() {
        let mut bytes: &[u8] =
            b"POST /set?now=1&speed=20 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello and more";
        let request = read_request(&mut bytes).await.unwrap().unwrap();
        assert_eq!(request.method, "POST");
        assert_eq!(request.path(), "/set");
        assert_eq!(request.query("speed"), Some("20"));
        assert_eq!(request.header("HOST"), Some("x"));
        assert_eq!(request.body, b"hello");
    }

    #[tokio::test]
    async fn hostile_requests_are_errors_and_silence_is_none() {
        let endless = vec![b'a'; MAX_HEAD * 2];
        assert!(read_request(&mut endless.as_slice()).await.is_err());
        let mut huge: &[u8] = b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n";
        assert!(read_request(&mut huge).await.is_err());
        let mut nothing: &[u8] = b"";
        assert_eq!(read_request(&mut nothing).await.unwrap(), None);
    }
}
