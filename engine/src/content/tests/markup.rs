//! Values that markup divides: what a page shows in one piece is found, where it stands and once.

use super::*;

fn found(media: &str, body: &str) -> Vec<(String, String, String)> {
    let (sink, tally) = unpack(&hints(media, &[]), body.as_bytes());
    assert!(inspected(&tally), "{body}");
    sink.hits.into_iter().collect()
}

#[test]
fn values_divided_by_markup_are_found_where_they_stand() {
    for (body, place, name) in [
        ("<p>x: <i>T</i><b>k</b>0000<em>00001</em></p>", "b:", "x:"),
        ("<p>手机：<em>Tk0000</em>00001</p>", "b:", "手机："),
        ("<dl><dt>phone</dt><dd>Tk0000<b>000</b>01</dd></dl>", "b:dd", "phone"),
        ("<p>x: Tk00<wbr>00<wbr/>00001</p>", "b:", "x"),
        ("<p>x: Tk00<!-- a < b -->0000001</p>", "b:", "x"),
        ("<p><font face=\"a\">Tk00</font><font\nface=\"b\"><span>000</span></font>0001.</p>", "b:", ""),
        (
            "<table><tr><th>手机</th></tr><tr><td><span>Tk000</span><span>000001</span></td></tr></table>",
            "b:手机",
            "手机",
        ),
        ("<r><id><![CDATA[Tk0000]]><![CDATA[00001]]></id></r>", "b:r.id", "id"),
        ("<text:p><text:span text:style-name=\"T1\">Tk0000</text:span>00001</text:p>", "b:", ""),
    ] {
        let want = ("Tk000000001".to_owned(), place.to_owned(), name.to_owned());
        assert_eq!(found("text/html", body), [want], "{body}");
    }
    let json = r#"{"hits":[{"phone":["<em>Tk0000</em>00001"]},{"id":"Tk0000<\/em>00002"}]}"#;
    let hits = found("application/json", json);
    let places: Vec<_> = hits.iter().map(|(_, place, name)| (place.as_str(), name.as_str())).collect();
    assert_eq!(places, [("b:hits[*].phone[*]", "phone"), ("b:hits[*].id", "id")]);
}

#[test]
fn what_markup_keeps_apart_stays_apart() {
    for body in [
        "<td>Tk0000</td><td>00001</td>",
        "<p>Tk0000<br>00001</p>",
        "<p>Tk0000<p>00001",
        "<b>Tk0000</b> 00001",
        "<li>Tk0000<li>00001",
        "<i>Tk0000<",
        "<i>Tk0000</i",
    ] {
        assert_eq!(found("text/html", body), [], "{body}");
    }
    // What is whole is not told again; nor what is too little to be anything.
    for body in [
        "<p><b>Tk000000001</b>, <a href='x'>bob@example.cn</a>.</p>",
        "<p>H<sub>2</sub>O <b>T</b>he 10<sup>6</sup></p>",
    ] {
        let (sink, _) = unpack(&hints("text/html", &[]), body.as_bytes());
        assert_eq!(sink.leaves.len(), 1, "{body}");
    }
    // Groups of one number, with the blank that stands between them.
    let (sink, _) =
        unpack(&hints("text/html", &[]), "<p>卡号 1: 6222 <b>0212</b> <b>3456</b> <b>7894</b></p>".as_bytes());
    let texts: Vec<_> = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).collect();
    assert_eq!(texts[1], "卡号    6222 0212 3456 7894\n");
    let body = "<p>to al<b>ice</b><wbr>@<wbr>example.com or bob<span>@</span>example.org, carol<!-- x -->@example.net.</p><strong>Email</strong><span>dave@example.cn</span>";
    let (sink, _) = unpack(&hints("text/html", &[]), body.as_bytes());
    let text = String::from_utf8_lossy(&sink.leaves[1].2).into_owned();
    let last: Vec<_> = text.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(last, ["alice@example.com", "bob@example.org", "carol@example.net."]);
}

#[test]
fn addresses_divided_within_their_letters_are_put_together() {
    let lines = |body: &str| {
        let (sink, tally) = unpack(&hints("text/html; charset=utf-8", &[]), body.as_bytes());
        assert!(inspected(&tally), "{body}");
        let text = sink.leaves.get(1).map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).unwrap_or_default();
        text.lines().filter_map(|line| line.rsplit(' ').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    for body in [
        "<p><span lang=EN-US>li.l</span><span lang=EN-US>ei@example.cn</span><o:p></o:p></p>",
        "<td><mark>li</mark>.lei@example.cn</td>",
        "<p><font><b>l</b></font><b>i</b>.lei@example.cn</p>",
        "<p>Email: li.lei@exam<em>ple.cn</em>.</p>",
        "<p>li.lei@example<wbr>.cn <b>Li</b></p>",
        "<p>li.lei\u{200b}@example.\u{200b}cn</p>",
        "<p>li.\u{ad}lei@\u{2060}example.cn</p>",
        "<b>li</b>.lei@example.cn</a><span>Phone</span>",
    ] {
        assert_eq!(lines(body), ["li.lei@example.cn"], "{body}");
    }
    for body in [
        "<p>see<a href='x'>bob@example.cn</a></p>",
        "<b>Email</b>bob@example.cn<b>Phone</b>",
        "<span>email</span><span>bob@example.cn</span><span>phone</span>",
        "<p>张<b>bob@example.cn</b>李</p>",
        "<b>a</b><i>b</i> @media <b>c</b>",
    ] {
        assert_eq!(lines(body), [""; 0], "{body}");
    }
}
