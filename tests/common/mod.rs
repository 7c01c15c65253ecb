//! Invented labels and articles in a folder of their own, and the program run in it.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// A head whose classes stand in another order than the alphabet's.
pub const TASK: &str = r#"
name = "toy"
target = "the withdrawal of foreign forces"
[[heads]]
name = "stance"
classes = [
  { name = "supports", polarity = 1 },
  { name = "neutral" },
  { name = "opposes", polarity = -1 },
]
"#;

/// The subjects of the invented sentences, a document each.
const SUBJECTS: [&str; 4] = ["البرلمان", "الحزب", "الوزير", "الزعيم"];

/// What each class says, twice a document.
const SAYINGS: [(&str, [&str; 2]); 3] = [
    (
        "supports",
        [
            "يطالب {} بانسحاب القوات الأجنبية فورا",
            "قال {} إن رحيل القوات مطلب وطني",
        ],
    ),
    (
        "neutral",
        [
            "عقد {} اجتماعا في بغداد مساء السبت",
            "يزور {} العاصمة لبحث جدول الأعمال",
        ],
    ),
    (
        "opposes",
        [
            "يرفض {} انسحاب القوات قبل أوانه",
            "حذر {} من خطر الفراغ بعد مغادرة القوات",
        ],
    ),
];

/// The rows of the invented labels, without their header: 4 documents of 6 sentences, 8 a class.
pub fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for (document, subject) in SUBJECTS.iter().enumerate() {
        let sayings = SAYINGS
            .iter()
            .flat_map(|(class, texts)| texts.iter().map(move |text| (class, text)));
        for (n, (class, text)) in sayings.enumerate() {
            let text = text.replace("{}", subject);
            rows.push(format!(
                "d{document}.txt,{},{text},body,{class},seed\n",
                n + 1
            ));
        }
    }
    rows
}

pub const HEADER: &str = "document,n,text,kind,stance,origin\n";

/// The invented labels as a file.
pub fn labels() -> String {
    format!("{HEADER}{}", rows().concat())
}

/// An article with a title, a sentence of the labels, two that are not, and furniture.
pub const ARTICLE: &str = "البرلمان يناقش مستقبل القوات\n\
    يطالب البرلمان بانسحاب القوات الأجنبية فورا. ورفض وزير الدفاع هذا المطلب في مؤتمر صحفي عقده في بغداد.\n\
    وقال الوزير إن بلاده تحتاج إلى دعم القوات الأجنبية في مواجهة تنظيم داعش خلال السنوات المقبلة.\n\
    اقرأ أيضا\n";

/// A model of the invented labels, trained by the program once for each test file.
pub fn model() -> &'static Path {
    static MODEL: LazyLock<PathBuf> = LazyLock::new(|| {
        let name = concat!("toy-", env!("CARGO_CRATE_NAME"), ".stance");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let folder = Folder::new();
        let run = folder.run(&["train", "labels", "--output", path.to_str().unwrap()]);
        assert_eq!(run.status, 0, "{}", run.err);
        path
    });
    &MODEL
}

/// A folder that is gone at the end of the test.
pub struct Folder(TempDir);

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    /// A folder with `labels/toy.csv`, `labels/task.toml` and `docs/d0.txt`.
    pub fn new() -> Folder {
        let folder = Folder::empty();
        folder.write("labels/toy.csv", labels());
        folder.write("labels/task.toml", TASK);
        folder.write("docs/d0.txt", ARTICLE);
        folder
    }

    pub fn empty() -> Folder {
        Folder(TempDir::new().unwrap())
    }

    /// The same with the model beside them, as `toy.stance`.
    pub fn with_model() -> Folder {
        let folder = Folder::new();
        fs::copy(model(), folder.path("toy.stance")).unwrap();
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names in a folder, hidden ones too, sorted; none if there is no such folder.
    pub fn names(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).into_iter().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The program with these arguments, in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
        command.args(arguments).current_dir(self.0.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs the program with this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = spawn(&mut self.command(arguments));
        // A program that fails before it reads closes its end: that is not what is tested.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        end(child)
    }

    /// Runs the program, which must fail with this message and leave nothing behind in the folder.
    pub fn fails(&self, arguments: &[&str], message: &str) {
        let before = self.names(".");
        let run = self.run(arguments);
        assert_eq!(run.status, 2, "{run:?}");
        let told = run.err.lines().any(|line| line.starts_with("error: "));
        assert!(told, "{run:?}");
        assert!(
            run.err.contains(message),
            "expected: {message}\nfound: {}",
            run.err
        );
        assert_eq!(run.out, "", "{run:?}");
        let mut after = self.names(".");
        after
            .retain(|name| name != "out" || before.contains(name) || !self.names("out").is_empty());
        assert_eq!(after, before);
        assert!(self.unfinished().is_empty());
    }

    /// Every unfinished file below the folder.
    pub fn unfinished(&self) -> Vec<String> {
        let mut names = self.names(".");
        for folder in ["out", "models", "docs", "labels"] {
            names.extend(self.names(folder));
        }
        names.retain(|name| name.ends_with(".unfinished"));
        names
    }
}

/// Starts a command with all its streams piped.
pub fn spawn(command: &mut Command) -> Child {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for a child to end.
pub fn end(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
