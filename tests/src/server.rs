//! HTTP/1.1 on loopback.

use crate::answer::Body;
use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::future::poll_fn;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fmt, io};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How many connections may wait to be accepted. Those beyond are not heard, and try again after a second.
const BACKLOG: u32 = 4096;

/// An answer in the making.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, Cut>> + Send>>;

/// Answers requests; told on which connection each came.
pub(crate) type Handle = Arc<dyn Fn(u64, Request<Incoming>) -> Answering + Send + Sync>;

/// The end of a connection in place of an answer.
#[derive(Debug)]
pub(crate) struct Cut {
    /// Written before the connection is closed.
    pub(crate) bytes: Bytes,
    /// Whether the connection is reset rather than closed.
    pub(crate) reset: bool,
}

impl Cut {
    pub(crate) fn closing(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), reset: false }
    }

    pub(crate) fn reset() -> Self {
        Self { bytes: Bytes::new(), reset: true }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut on purpose")
    }
}

impl Error for Cut {}

/// What all listeners of a mock share.
#[derive(Debug)]
pub(crate) struct Connections {
    opened: AtomicU64,
    close: watch::Sender<()>,
}

impl Connections {
    pub(crate) fn new() -> Self {
        Self { opened: AtomicU64::new(0), close: watch::Sender::new(()) }
    }

    pub(crate) fn opened(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
    }

    pub(crate) fn close_all(&self) {
        self.close.send_replace(());
    }
}

/// Opens a port; answers on it until the task that runs this is dropped.
pub(crate) async fn listen(
    tasks: &mut JoinSet<()>,
    connections: &Arc<Connections>,
    handle: Handle,
) -> io::Result<String> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG)?;
    let authority = listener.local_addr()?.to_string();
    tasks.spawn(accept(listener, Arc::clone(connections), handle));
    Ok(authority)
}

async fn accept(listener: TcpListener, connections: Arc<Connections>, handle: Handle) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that ends while it is accepted is no reason to stop.
                let Ok((stream, _)) = accepted else { continue };
                let number = connections.opened.fetch_add(1, Ordering::Relaxed) + 1;
                let (handle, mut closed) = (Arc::clone(&handle), connections.close.subscribe());
                open.spawn(async move {
                    tokio::select! {
                        () = serve(stream, number, handle) => {}
                        _ = closed.changed() => {}
                    }
                });
            }
            Some(_) = open.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, number: u64, handle: Handle) {
    // Fails only on a connection that is gone already.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| handle(number, request));
    // The header Date tells the mock's own time, which need not be the true one.
    let mut connection = http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service);
    let end = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let cut = end.err().and_then(|error| error.source()?.downcast_ref::<Cut>().map(Cut::again));
    if let Some(cut) = cut {
        cut.apply(connection.into_parts().io.into_inner()).await;
    }
}

impl Cut {
    fn again(&self) -> Self {
        Self { bytes: self.bytes.clone(), reset: self.reset }
    }

    /// The client may be gone first; then there is nothing left to cut.
    async fn apply(self, mut stream: TcpStream) {
        if self.reset {
            let _ = stream.set_zero_linger();
            return;
        }
        let _ = stream.write_all(&self.bytes).await;
        let _ = stream.shutdown().await;
    }
}
