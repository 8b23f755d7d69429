from .std import tqdm
from .std import trange as tnrange
