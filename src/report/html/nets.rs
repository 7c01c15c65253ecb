//! The figures of net scores: of all sentences, and by whose voice they are in.

use super::content::Figure;
use super::source_tables::net_table;
use super::sources::{described, figure, row, title};
use super::view::{View, link};
use super::words::Part;
use crate::report::figure::{Row, RowChart, Shape, Spot};
use crate::report::results::ShareRead;
use crate::task::Head;

/// Rows of a figure; the table has more.
const DRAWN: usize = 30;

/// The net score of every source with its interval.
pub(super) fn net(view: &View<'_>, head_index: usize, head: &Head) -> Figure {
    let rows = view
        .by_size()
        .into_iter()
        .take(DRAWN)
        .map(|(index, source)| {
            let mut row = row(view, index, source);
            let net = view.share(source, "all", &head.name, "net");
            row.spots = net
                .and_then(|net| spot(view, source, net, Shape::Dot, index))
                .into_iter()
                .collect();
            row.value = net
                .and_then(ShareRead::best)
                .map_or("–".to_owned(), |net| view.points(net));
            row
        });
    let rows: Vec<Row> = rows.collect();
    let (pro, contra) = (view.side(head, 1)[0], view.side(head, -1)[0]);
    let name = |class: usize| Part::Text(view.words.name(&head.classes[class].name).to_owned());
    let caption = view.words.line(
        "figure_net_caption",
        &[("for", name(pro)), ("against", name(contra))],
    );
    let chart = net_chart(
        view,
        format!("net-{head_index}"),
        title(view, "figure_net", head),
        rows,
    );
    let caption = format!("{} {}", caption.to_plain(), interval_note(view, head));
    figure(view, chart, caption, net_table(view, head, &["all"]))
}

/// Whether points are corrected or counted, and of what their intervals speak.
fn interval_note(view: &View<'_>, head: &Head) -> String {
    let of_head = |row: &&ShareRead| row.head == head.name;
    let shares = || view.results.shares.iter().filter(of_head);
    let mut notes = vec![match shares().any(|row| row.corrected.is_some()) {
        true => view.words.say("corrected_note"),
        false => view.words.say("counted_note"),
    }];
    if shares().any(|row| row.low.is_some() && row.interval_of == "sentences") {
        notes.push(view.words.say("single_interval"));
    }
    notes.join(" ")
}

fn net_chart(view: &View<'_>, id: String, title: String, rows: Vec<Row>) -> RowChart {
    RowChart {
        id,
        title,
        description: described(view, &rows),
        domain: (-1.0, 1.0),
        ticks: [-1.0, -0.5, 0.0, 0.5, 1.0]
            .map(|net| (net, view.points(net)))
            .into(),
        ends: None,
        rows,
    }
}

fn spot(
    view: &View<'_>,
    source: &str,
    row: &ShareRead,
    shape: Shape,
    index: usize,
) -> Option<Spot> {
    let at = row.best()?;
    let n = view.words.count("sentences", row.sentences);
    let range = row.low.zip(row.high).map(|(low, high)| {
        let ends = [
            ("share", view.number(view.points(at))),
            ("low", view.number(view.points(low))),
            ("high", view.number(view.points(high))),
        ];
        view.words.line("range", &ends).to_plain()
    });
    let voice = match row.voice.as_str() {
        "all" => String::new(),
        voice => format!(
            " · {}",
            view.words.say(if voice == "own" {
                "ui_own"
            } else {
                "ui_quoted"
            })
        ),
    };
    Some(Spot {
        at: Some(at),
        interval: row.low.zip(row.high),
        shape,
        href: Some(link(&[("s", index)], &row.voice)),
        title: format!(
            "{source}{voice}: {} ({n})",
            range.unwrap_or_else(|| view.points(at))
        ),
    })
}

/// The same for the outlet's own voice and for quoted ones.
pub(super) fn voices(view: &View<'_>, head_index: usize, head: &Head) -> Figure {
    let rows = view
        .by_size()
        .into_iter()
        .take(DRAWN)
        .map(|(index, source)| {
            let mut row = row(view, index, source);
            for (voice, shape) in [("own", Shape::Dot), ("quoted", Shape::Ring)] {
                let net = view.share(source, voice, &head.name, "net");
                row.spots
                    .extend(net.and_then(|net| spot(view, source, net, shape, index)));
            }
            row
        });
    let rows: Vec<Row> = rows.collect();
    let chart = net_chart(
        view,
        format!("voice-{head_index}"),
        title(view, "figure_voice", head),
        rows,
    );
    let caption = view.words.say("figure_voice_caption").to_owned();
    figure(
        view,
        chart,
        caption,
        net_table(view, head, &["own", "quoted"]),
    )
}
