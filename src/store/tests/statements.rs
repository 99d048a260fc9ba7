//! Statements are compiled once.

use rusqlite::StatementStatus;

use super::*;

#[test]
fn a_statement_is_not_compiled_again_for_other_values() {
    let bench = Bench::new();
    bench
        .store
        .write_blocking(|tx| {
            Ok(tx.execute_batch(
                "insert into jobs(name, run_at, created_at)
                 with recursive n(value) as (select 1 union all select value + 1 from n limit 500) select 'a job', value, 0 from n;
                 analyze;",
            )?)
        })
        .unwrap();
    bench.store.close();
    let compiled_again = |db: &Db| {
        let mut find = db.prepare("select name from jobs where run_at = ? order by id")?;
        for n in 1..=10 {
            find.query_row([n], |row| row.get::<_, String>(0))?;
        }
        Ok(find.get_status(StatementStatus::RePrepare))
    };
    let store = Store::open(&bench.path(), Arc::default()).unwrap();
    assert_eq!(store.read_blocking(compiled_again).unwrap(), 0);
    assert_eq!(store.write_blocking(move |tx| compiled_again(tx)).unwrap(), 0);
}
