from uncoil import blocks

# Given a URL it downloads too; mostly it is given text in async code.
@blocks("cpu", instead="a process pool", severity="information")
def parse(url_file_stream_or_string, *args, **kwargs): ...
