#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| leaktap_engine::fuzz::decrypt(data));
