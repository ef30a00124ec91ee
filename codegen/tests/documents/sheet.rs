//! One endpoint's facts, written as a page in each of the renderings in which documents are found.

use std::fmt::Write;

/// What a page says.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) title: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) limit: u32,
    pub(crate) params: Vec<Item>,
    pub(crate) fields: Vec<Item>,
}

/// A parameter, or a field of the objects that are answered.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) name: &'static str,
    pub(crate) word: Word,
    pub(crate) required: bool,
    pub(crate) values: &'static [&'static str],
    pub(crate) default: &'static str,
    pub(crate) max: &'static str,
    /// JSON of its value in the example.
    pub(crate) sample: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Word {
    Text,
    Number,
    List,
}

/// The ways a page is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rendering {
    /// Tables with a leading `|`, JSON in fences.
    Fenced,
    /// Tables without it, JSON as it is.
    Bare,
    /// Escaped names, `*_START` rows, JSON without commas.
    Tree,
}

pub(crate) const RENDERINGS: [Rendering; 3] = [Rendering::Fenced, Rendering::Bare, Rendering::Tree];

pub(crate) fn item(name: &'static str, word: Word, sample: &'static str) -> Item {
    Item { name, word, required: false, values: &[], default: "", max: "", sample }
}

impl Item {
    pub(crate) fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    pub(crate) fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    pub(crate) fn max(self, max: &'static str) -> Self {
        Self { max, ..self }
    }
}

/// An endpoint with something of everything.
pub(crate) fn sheet() -> Sheet {
    Sheet {
        title: "Open Orders",
        method: "POST",
        path: "/api/v2/mix/order/open-orders",
        limit: 10,
        params: vec![
            item("symbol", Word::Text, r#""BTCUSDT""#).required(),
            item("side", Word::Text, r#""buy""#).values(&["buy", "sell"]),
            item("clientOid", Word::Text, r#""mine""#),
            item("limit", Word::Text, r#""20""#).default("20").max("100"),
        ],
        fields: vec![
            item("orderId", Word::Text, r#""71""#),
            item("price", Word::Text, r#""99.5""#),
            item("state", Word::Text, r#""live""#).values(&["live", "filled"]),
            item("tags", Word::List, r#"["a", "b"]"#),
            item("note", Word::Text, r#""words""#),
        ],
    }
}

impl Sheet {
    pub(crate) fn render(&self, rendering: Rendering) -> String {
        match rendering {
            Rendering::Fenced => self.fenced(),
            Rendering::Bare => self.bare(),
            Rendering::Tree => self.tree(),
        }
    }

    /// The parameters with another list.
    pub(crate) fn with_params(mut self, change: impl FnOnce(&mut Vec<Item>)) -> Self {
        change(&mut self.params);
        self
    }

    /// The fields with another list.
    pub(crate) fn with_fields(mut self, change: impl FnOnce(&mut Vec<Item>)) -> Self {
        change(&mut self.fields);
        self
    }

    fn fenced(&self) -> String {
        let Self { title, method, path, limit, .. } = self;
        let (curl, answer) = (self.curl(), self.answer());
        let (request, response) = (self.rows(&self.params, true, true), self.rows(&self.fields, false, true));
        format!(
            "<!-- source: https://acme.example/docs/orders; fetched-form: test -->\n# {title}\n\nRate Limit: {limit} req/sec/UID\n\n\
             ### HTTP Request[\u{200b}](#http-request \"Direct link to HTTP Request\")\n\n* {method} {path}\n\n\
             Request Example\n\n```json\n{curl}\n```\n\n### Request Parameters[](#request-parameters \"x\")\n\n\
             | Parameter | Type | Required | Description |\n| --- | --- | --- | --- |\n{request}\nResponse Example\n\n\
             ```json\n{answer}\n```\n\n### Response Parameters\n\n| Parameter | Type | Description |\n| --- | --- | --- |\n{response}"
        )
    }

    fn bare(&self) -> String {
        let Self { title, method, path, limit, .. } = self;
        let (curl, answer) = (self.curl(), self.answer());
        let (request, response) = (self.rows(&self.params, true, false), self.rows(&self.fields, false, false));
        format!(
            "<!-- source: https://acme.example/docs/orders; fetched-form: test -->\n{title}\nRate Limit: {limit} req/sec/UID\nHTTP Request\n- {method} {path}\nRequest Example\n{curl}\n\
             Request Parameters\nParameter | Type | Required | Description |\n---|---|---|---|\n{request}\
             Response Example\n{answer}\nResponse Parameters\nParameter | Type | Description |\n---|---|---|\n{response}"
        )
    }

    fn curl(&self) -> String {
        let Self { method, path, .. } = self;
        let pairs =
            |join: &str, pair: &dyn Fn(&Item) -> String| self.params.iter().map(pair).collect::<Vec<_>>().join(join);
        let headers = "-H \"ACCESS-KEY:your apiKey\" \\\n -H \"ACCESS-SIGN:*\" \\\n -H \"ACCESS-TIMESTAMP:1659076670000\" \\\n -H \"ACCESS-PASSPHRASE:*\"";
        if *method == "GET" {
            let query = pairs("&", &|item| format!("{}={}", item.name, item.sample.trim_matches('"')));
            return format!("curl \"https://api.acme.example{path}?{query}\" \\\n {headers}");
        }
        let body = pairs(", ", &|item| format!("\"{}\": {}", item.name, item.sample));
        format!("curl -X {method} \"https://api.acme.example{path}\" \\\n {headers} \\\n -d '{{{body}}}'")
    }

    fn answer(&self) -> String {
        let fields: Vec<String> =
            self.fields.iter().map(|item| format!("\"{}\": {}", item.name, item.sample)).collect();
        let fields = fields.join(", ");
        format!(
            "{{\"code\": \"00000\", \"msg\": \"success\", \"requestTime\": 1695801601016, \"data\": {{\"orders\": [{{{fields}}}], \"endId\": \"71\"}}}}"
        )
    }

    fn rows(&self, items: &[Item], request: bool, lead: bool) -> String {
        let start = if lead { "| " } else { "" };
        let row = |name: &str, word: &str, required: bool, about: &str| {
            let required = if required { "Yes | " } else { "No | " };
            format!("{start}{name} | {word} | {}{about} |\n", if request { required } else { "" })
        };
        let mut text = String::new();
        if !request {
            text += &row("orders", "List", false, "What was found");
        }
        for item in items {
            let word = match item.word {
                Word::Text => "String",
                Word::Number => "Integer",
                Word::List => "List",
            };
            let mark = if request { "" } else { "> " };
            text += &row(&format!("{mark}{}", item.name), word, item.required, &item.about());
        }
        if !request {
            text += &row("endId", "String", false, "The last one");
        }
        text
    }

    fn tree(&self) -> String {
        let Self { title, method, path, limit, .. } = self;
        let escaped = path.replace('_', "\\_");
        let mut text = format!(
            "<!-- source: https://acme.example/docs/orders; fetched-form: test -->\n# GET {title}\n\n**Category:** Orders\n\n## Authentication\n\n\
             Required (Private Endpoint)\n\n### {escaped} ({title})\n\nRequest type: {method}\n\nSignature verification: Yes\n\n\
             Interface permission: Read\n\nRate Limit: {limit} times per second\n\n#### Request Address\n\n| Environment | Address |\n| --- | --- |\n\
             | Online | https://api.acme.example |\n\n#### Request Parameter\n\n\
             | Parameter | Data Type | Required | Description | Value Range | Default Value |\n| --- | --- | --- | --- | --- | --- |\n"
        );
        self.params.iter().for_each(|item| text += &item.tree_row(true));
        text += "\n#### Response Parameter\n\n| Parameter | Data Type | Required | Description | Value Range |\n| --- | --- | --- | --- | --- |\n\
                 | code | string | true | How it went |  |\n| msg | string | true | In words |  |\n| DATA\\_START | object | true |  |  |\n\
                 | ORDERS\\_START | object array | true |  |  |\n";
        self.fields.iter().for_each(|item| text += &item.tree_row(false));
        text += "| ORDERS\\_END |  | false |  |  |\n| endId | string | false | The last one |  |\n| DATA\\_END |  | false |  |  |\n\
                 | requestTime | long | true | When |  |\n\n#### Request example\n\n";
        let body: Vec<String> = self.params.iter().map(|item| tokens(item.name, item.sample)).collect();
        let _ = write!(text, "{{\n\n{}\n\n}}\n\n#### Response Example\n\n##### Success Example\n\n", body.join("\n\n"));
        let fields: Vec<String> = self.fields.iter().map(|item| tokens(item.name, item.sample)).collect();
        let _ = write!(
            text,
            "{{\n\n\"code\":\n\n\"00000\"\n\n\"msg\":\n\n\"success\"\n\n\"requestTime\":\n\n1695801601016\n\n\"data\":{{\n\n\"orders\":\\[\n\n0:{{\n\n{}\n\n}}\n\n\\]\n\n\"endId\":\n\n\"71\"\n\n}}\n\n}}\n",
            fields.join("\n\n")
        );
        text
    }
}

/// A member as the tree view shows it: each token on a line of its own, no commas.
fn tokens(name: &str, sample: &str) -> String {
    let name = name.replace('_', "\\_");
    match sample.strip_prefix('[') {
        Some(items) => {
            let items: Vec<&str> = items.trim_end_matches(']').split(", ").collect();
            let items: Vec<String> =
                items.iter().enumerate().map(|(index, item)| format!("{index}:\n\n{item}")).collect();
            format!("\"{name}\":\\[\n\n{}\n\n\\]", items.join("\n\n"))
        }
        None => format!("\"{name}\":\n\n{sample}"),
    }
}

impl Item {
    /// What is said of it where there are no cells for ranges and defaults.
    fn about(&self) -> String {
        let mut about = format!("The {}", self.name);
        for value in self.values {
            let _ = write!(about, " `{value}`: one kind");
        }
        if !self.default.is_empty() {
            let _ = write!(about, " Default: {}", self.default);
        }
        if !self.max.is_empty() {
            let _ = write!(about, " Max: {}", self.max);
        }
        about
    }

    fn tree_row(&self, request: bool) -> String {
        let Self { name, required, default, .. } = self;
        let name = name.replace('_', "\\_");
        let word = match self.word {
            Word::Text => "string",
            Word::Number => "int",
            Word::List => "array",
        };
        let mut range: Vec<String> = self.values.iter().map(|value| format!("\"{value}\": one kind")).collect();
        if !self.max.is_empty() {
            range.push(format!("≤{}", self.max));
        }
        let end = if request { format!(" {default} |") } else { String::new() };
        format!("| {name} | {word} | {required} | What it is | {} |{end}\n", range.join(", "))
    }
}
