//! What a type wants, compiled once per type from the schema poem-openapi documents it with.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use serde_json::Value;

/// What one value should be.
#[derive(Debug, PartialEq)]
pub enum Shape {
    /// Whatever the client sent.
    Any,
    Text,
    /// An uploaded file, or a text that names one.
    File,
    /// The inclusive range.
    Integer(i128, i128),
    Number,
    Boolean,
    /// One of these texts.
    Choice(Vec<String>),
    List(Box<Shape>),
    /// An object with names of the client's choice; the shape of its values, if it matters.
    Map(Option<Box<Shape>>),
    Record(Vec<Field>),
    /// A definition, by name: types may contain themselves.
    Named(String),
}

/// One property of a record.
#[derive(Debug, PartialEq)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    /// Parsing fails without it.
    pub required: bool,
}

/// A type's shape and all definitions it refers to.
#[derive(Debug)]
pub struct Schema {
    root: Shape,
    named: HashMap<String, Shape>,
}

/// A type with what it says of itself.
pub struct Declared {
    id: TypeId,
    register: fn(&mut Registry),
    schema: fn() -> MetaSchemaRef,
}

impl Declared {
    pub fn of<T: Type + 'static>() -> Self {
        Declared { id: TypeId::of::<T>(), register: T::register, schema: T::schema_ref }
    }
}

static KNOWN: LazyLock<RwLock<HashMap<TypeId, Arc<Schema>>>> = LazyLock::new(RwLock::default);

impl Schema {
    /// The schema of a type, from the cache when it was asked for before.
    pub fn of(declared: &Declared) -> Arc<Schema> {
        if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&declared.id) {
            return known.clone();
        }
        let fresh = Arc::new(Schema::compile(declared));
        KNOWN.write().unwrap_or_else(PoisonError::into_inner).entry(declared.id).or_insert(fresh).clone()
    }

    fn compile(declared: &Declared) -> Schema {
        let mut registry = Registry::new();
        (declared.register)(&mut registry);
        let named = registry.schemas.iter().map(|(name, schema)| (name.clone(), shape_of(schema))).collect();
        Schema { root: shape_of_ref(&(declared.schema)()), named }
    }

    /// The shape of the type itself.
    pub fn root(&self) -> &Shape {
        self.resolve(&self.root)
    }

    /// Follows a name to its definition.
    pub fn resolve<'s>(&'s self, shape: &'s Shape) -> &'s Shape {
        match shape {
            Shape::Named(name) => self.named.get(name).unwrap_or(&Shape::Any),
            other => other,
        }
    }

    /// The property of this name, when the type is a record.
    pub fn field(&self, name: &str) -> Option<&Field> {
        match self.root() {
            Shape::Record(fields) => fields.iter().find(|field| field.name == name),
            _ => None,
        }
    }
}

fn shape_of_ref(schema: &MetaSchemaRef) -> Shape {
    match schema {
        MetaSchemaRef::Inline(schema) => shape_of(schema),
        MetaSchemaRef::Reference(name) => Shape::Named(name.clone()),
    }
}

fn shape_of(schema: &MetaSchema) -> Shape {
    // A documented property of a named type is "all of" the name and its own description.
    if let Some(first) = schema.all_of.first() {
        return shape_of_ref(first);
    }
    if !schema.one_of.is_empty() || !schema.any_of.is_empty() {
        return Shape::Any;
    }
    let inner = |boxed: &Option<Box<MetaSchemaRef>>| boxed.as_deref().map(|s| Box::new(shape_of_ref(s)));
    match schema.ty {
        "string" if !schema.enum_items.is_empty() => Shape::Choice(texts(&schema.enum_items)),
        "string" if schema.format == Some("binary") => Shape::File,
        "string" => Shape::Text,
        "integer" => range(schema.format.unwrap_or_default()),
        "number" => Shape::Number,
        "boolean" => Shape::Boolean,
        "array" => Shape::List(inner(&schema.items).unwrap_or_else(|| Box::new(Shape::Any))),
        "object" if schema.properties.is_empty() => Shape::Map(inner(&schema.additional_properties)),
        "object" => {
            Shape::Record(schema.properties.iter().map(|(name, property)| field(schema, name, property)).collect())
        }
        _ => Shape::Any,
    }
}

fn field(owner: &MetaSchema, name: &'static str, property: &MetaSchemaRef) -> Field {
    let has_default = matches!(property, MetaSchemaRef::Inline(schema) if schema.default.is_some());
    Field { name, shape: shape_of_ref(property), required: owner.required.contains(&name) && !has_default }
}

fn texts(items: &[Value]) -> Vec<String> {
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The range of an integer format (`int32`, `uint8`, …); 64 bits with a sign when it is not known.
fn range(format: &str) -> Shape {
    let unsigned = format.starts_with('u');
    let bits = format.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>();
    match (unsigned, bits) {
        (true, Ok(bits @ 1..=64)) => Shape::Integer(0, (1_i128 << bits) - 1),
        (false, Ok(bits @ 1..=64)) => Shape::Integer(-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
        _ => Shape::Integer(i64::MIN.into(), i64::MAX.into()),
    }
}
