//! Work on many files at once. What comes out does not depend on who was faster.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// More threads than this do not read faster.
const MOST: usize = 8;
/// How many items a thread takes at once: sending each result by itself would cost more than the
/// work on a small file.
const BATCH: usize = 16;
/// How many batches wait at most, so that memory stays bounded.
const WAITING: usize = 8;

/// Does `work` for each of `items` on several threads and gives each result to `take` on this one,
/// with the item's index, in no particular order.
pub(super) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync, mut take: impl FnMut(usize, R)) {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(MOST).min(items.len().div_ceil(BATCH));
    if threads < 2 {
        for (index, item) in items.iter().enumerate() {
            take(index, work(item));
        }
        return;
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::sync_channel(WAITING);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let first = next.fetch_add(BATCH, Ordering::Relaxed);
                    let batch = items.iter().enumerate().skip(first).take(BATCH);
                    let done: Vec<_> = batch.map(|(index, item)| (index, work(item))).collect();
                    if done.is_empty() || send.send(done).is_err() {
                        return; // all is done, or `take` has panicked and nobody listens any more
                    }
                }
            });
        }
        drop(send);
        for (index, result) in receive.into_iter().flatten() {
            take(index, result);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_done_once() {
        for count in [0, 1, 2, 16, 17, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let mut done = vec![None; count];
            each(&items, |it| it * 2, |index, result| assert_eq!(done[index].replace(result), None));
            assert!(done.iter().enumerate().all(|(index, it)| *it == Some(index * 2)));
        }
    }
}
