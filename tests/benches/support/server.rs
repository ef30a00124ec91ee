//! A server that gives every request the same answer. It allocates nothing once connections are open, so that all
//! allocations of the process are those of its client.

use super::{Fallible, runtime};
use std::net::SocketAddr;
use std::thread;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The exchange's answer to an order.
pub(crate) const ANSWER: &str = concat!(
    r#"{"code":"00000","msg":"success","requestTime":1695806875837,"#,
    r#""data":{"orderId":"1092158219310571520","clientOid":"f3a7c1d2-0b5e-4c57","price":"26248.9","cTime":"1695806875801"}}"#
);

/// Serves on loopback until the process ends. One thread serves all connections: what a call costs depends on whether
/// its server runs on the same core, and that must not differ between what is compared.
pub(crate) fn start() -> Fallible<SocketAddr> {
    let runtime = runtime()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let length = ANSWER.len();
    let answer: &str = Box::leak(Box::new(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Wed, 27 Sep 2023 09:27:55 GMT\r\n\
         Content-Length: {length}\r\n\r\n{ANSWER}"
    )));
    let accept = async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, answer.as_bytes()));
        }
    };
    thread::spawn(move || runtime.block_on(accept));
    Ok(address)
}

/// Until the client closes the connection.
async fn serve(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = [0; 4096];
    let mut filled = 0;
    loop {
        filled += match stream.read(&mut buffer[filled..]).await? {
            0 => return Ok(()),
            count => count,
        };
        if is_whole(&buffer[..filled]) {
            stream.write_all(answer).await?;
            filled = 0;
        }
    }
}

/// Requests come one at a time, with a JSON object as their body.
fn is_whole(request: &[u8]) -> bool {
    request.ends_with(b"}") && request.windows(4).any(|window| window == b"\r\n\r\n")
}
