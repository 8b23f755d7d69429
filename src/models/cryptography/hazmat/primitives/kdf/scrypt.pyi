from uncoil import blocks

class Scrypt:
    @blocks("cpu")
    def derive(self, key_material) -> bytes: ...
    @blocks("cpu")
    def verify(self, key_material, expected_key) -> None: ...
