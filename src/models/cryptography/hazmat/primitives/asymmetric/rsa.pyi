from uncoil import blocks

@blocks("cpu", instead="a process pool")
def generate_private_key(public_exponent, key_size, backend=None): ...
