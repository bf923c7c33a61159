use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::Progress;

/// How soon something is looked at again at first.
const FIRST: Duration = Duration::from_millis(200);

/// Looks at something again and again, at longer and longer intervals.
#[derive(Debug)]
pub struct Looking {
    began: Instant,
    deadline: Instant,
    next: Duration,
    longest: Duration,
    /// What was told last.
    said: String,
}

impl Looking {
    /// Begins: it may take as long as `patience`, and is looked at every `longest` in the end.
    pub fn new(patience: Duration, longest: Duration) -> Looking {
        let began = Instant::now();
        Looking { began, deadline: began + patience, next: FIRST, longest, said: String::new() }
    }

    /// Whether it has taken too long.
    pub fn is_late(&self) -> bool {
        self.deadline <= Instant::now()
    }

    /// Whether it has not been looked at for longer than this.
    pub fn is_young(&self, age: Duration) -> bool {
        self.began.elapsed() < age
    }

    /// Waits until it is time to look again.
    pub async fn pause(&mut self) {
        sleep(self.next).await;
        self.next = (self.next * 3 / 2).min(self.longest);
    }

    /// The same; says what is waited for, once.
    pub async fn wait(&mut self, why: String, progress: &dyn Progress) {
        if why != self.said {
            progress.says(&why);
            self.said = why;
        }
        self.pause().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn intervals_become_longer_until_it_is_late() {
        let mut looking = Looking::new(Duration::from_secs(10), Duration::from_secs(2));
        let mut looks = 0;
        while !looking.is_late() {
            looking.pause().await;
            looks += 1;
        }
        // 0.2, 0.3, 0.45, 0.675, 1.0125, 1.51875, then every 2 seconds.
        assert_eq!(looks, 9);
        assert!(looking.is_young(Duration::from_secs(12)) && !looking.is_young(Duration::from_secs(10)));
    }
}
