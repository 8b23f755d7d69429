from uncoil import blocks

class Argon2id:
    @blocks("cpu", instead="a process pool")
    def derive(self, key_material) -> bytes: ...
    @blocks("cpu", instead="a process pool")
    def verify(self, key_material, expected_key) -> None: ...
