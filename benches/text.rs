//! Throughput of the text layer on one core, over the articles in `seeds/` repeated to 200 MB.
//!
//! `cargo bench --bench text`; `cargo bench --bench text -- 5000` takes 5 GB, to see that memory
//! stays flat.

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use stance::clean::CleanParams;
use stance::document::Document;
use stance::features::{NormaliseParams, Normaliser};
use stance::read::{ReadParams, documents};
use stance::segment::{Unit, segment};

fn main() {
    let argument = std::env::args().find_map(|argument| argument.parse::<usize>().ok());
    let megabytes = argument.unwrap_or(200);
    let seeds: Vec<Document> = documents(Path::new("seeds"), &ReadParams::default())
        .expect("the seeds stand in the repository")
        .map(|document| document.expect("the seeds can be read"))
        .collect();
    let bytes: usize = seeds.iter().map(|seed| seed.text.len()).sum();
    let rounds = (megabytes << 20) / bytes;
    time("clean and split", rounds * bytes, || {
        for seed in (0..rounds).flat_map(|_| &seeds) {
            black_box(segment(seed, Unit::Sentence, &CleanParams::default()));
        }
    });
    normalise(&seeds, rounds * bytes, rounds);
    let table = std::env::temp_dir().join(format!("stance-bench-{}.jsonl", std::process::id()));
    write(&table, &seeds, rounds);
    let size = fs::metadata(&table).map_or(0, |facts| facts.len());
    time("read (.jsonl), clean and split", size as usize, || {
        for document in documents(&table, &ReadParams::default())
            .expect("just written")
            .flatten()
        {
            black_box(segment(&document, Unit::Sentence, &CleanParams::default()));
        }
    });
    let _ = fs::remove_file(&table);
    println!("peak memory: {}", peak_memory());
    read_folder(&seeds);
}

/// Many small files, as articles come.
fn read_folder(seeds: &[Document]) {
    let folder = std::env::temp_dir().join(format!("stance-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the benchmark");
    let mut size = 0;
    for n in 0..5000 {
        let seed = &seeds[n % seeds.len()];
        size += seed.text.len();
        fs::write(folder.join(format!("{n}.txt")), &seed.text).expect("room for 40 MB");
    }
    time("read (.txt), clean and split, 5,000 files", size, || {
        for document in documents(&folder, &ReadParams::default())
            .expect("just written")
            .flatten()
        {
            black_box(segment(&document, Unit::Sentence, &CleanParams::default()));
        }
    });
    let _ = fs::remove_dir_all(&folder);
}

fn normalise(seeds: &[Document], bytes: usize, rounds: usize) {
    let normaliser = Normaliser::new(&NormaliseParams::default());
    let mut folded = String::new();
    time("normalise", bytes, || {
        for seed in (0..rounds).flat_map(|_| seeds) {
            folded.clear();
            normaliser.normalise_into(&seed.text, &mut folded);
            black_box(&folded);
        }
    });
}

fn write(path: &Path, seeds: &[Document], rounds: usize) {
    let mut file = std::io::BufWriter::new(fs::File::create(path).expect("room for the table"));
    let lines: Vec<String> = seeds
        .iter()
        .map(|seed| serde_json::json!({"source": seed.source, "text": seed.text}).to_string())
        .collect();
    for line in (0..rounds).flat_map(|_| &lines) {
        writeln!(file, "{line}").expect("room for the table");
    }
}

/// Times by the processor's time where the system tells it: others may share the machine.
fn time(what: &str, bytes: usize, work: impl FnOnce()) {
    let (start, before) = (Instant::now(), processor_seconds());
    work();
    let seconds = match (before, processor_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed().as_secs_f64(),
    };
    println!(
        "{what}: {:.0} MB/s ({seconds:.2} s)",
        bytes as f64 / 1e6 / seconds
    );
}

fn processor_seconds() -> Option<f64> {
    let times = fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = times.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap_or("unknown").trim().to_owned()
}
