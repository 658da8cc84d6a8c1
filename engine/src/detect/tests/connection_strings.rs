//! Logins in connection strings (ADO.NET, ODBC, JDBC), wherever one is a value itself.

use super::logins::logins;
use crate::message::Format;

#[test]
fn a_string_of_pairs_holds_a_login_in_every_format() {
    for text in [
        "Server=db;User Id=bob;Password=h4Rter-91",
        "Server=db;User ID=bob;Password=h4Rter-91;Pooling=true",
        "Password=h4Rter-91;User Id=bob;",
        "Data Source=db; User ID=bob; Password=h4Rter-91; Pooling=true",
        "Pwd=h4Rter-91;Uid=bob",
        "jdbc:mysql://db/crm?user=bob&password=h4Rter-91&useSSL=false",
    ] {
        let markup = text.replace('&', "&amp;");
        for (text, format) in [
            (format!("{text}\n"), Format::Text),
            (format!("{{\"ConnectionStrings\":{{\"Default\":\"{text}\"}}}}"), Format::Json),
            (format!("{{\"log\":\"{{\\\"cs\\\":\\\"{text}\\\"}}\"}}"), Format::Json),
            (format!("<add name=\"crm\" connectionString=\"{markup}\" providerName=\"x\"/>"), Format::Markup),
            (format!("<add name='crm' connectionString='{markup}'/>"), Format::Markup),
            (format!("<connection><string>{markup}</string></connection>"), Format::Markup),
        ] {
            let found = logins(&text, format, "http.response.body");
            let found: Vec<_> = found.iter().map(|g| (&*g.values[0], g.confidence)).collect();
            let sure = if format == Format::Markup && !text.contains("='") && !text.contains("=\"") { 60 } else { 90 };
            assert_eq!(found, [("bob:h4Rter-91", sure)], "{text}");
        }
    }
}

#[test]
fn what_separates_elsewhere_is_part_of_a_pair_s_value() {
    let text = r#"{"cs":"Server=db;User Id=bob;Password=h4R,t}r-91;Pooling=true"}"#;
    assert_eq!(logins(text, Format::Json, "http.response.body")[0].values, ["bob:h4R,t}r-91"]);
}

#[test]
fn a_sentence_or_a_script_is_no_list_of_pairs() {
    for (text, format) in [
        ("<a href=\"x\" onclick=\"let a=1;password=h4Rter91\">", Format::Markup),
        ("<p title=\"x\">a=1;password=h4Rter91</p>", Format::Markup),
    ] {
        let found = logins(text, format, "http.response.body");
        assert!(found.iter().all(|g| g.confidence <= 60), "{text}: {found:?}");
    }
}
