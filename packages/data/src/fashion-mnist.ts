// Fashion-MNIST: H. Xiao, K. Rasul, R. Vollgraf, arXiv 1708.07747. Debian's package dataset-fashion-mnist, or a folder.
import { existsSync } from "node:fs";
import { DataError, type Dataset } from "./dataset.ts";
import { combinedSum, readImages } from "./idx.ts";

const debianFolder = "/usr/share/datasets/fashion-mnist";

const sums = {
  train: {
    images: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    labels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
  },
  test: {
    images: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    labels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
  },
};

/**
 * 60 000 pictures of clothes to train on and 10 000 for tests, d = 784, from `folder` or where Debian's package puts them.
 * DataError when a file is missing, cut or altered.
 */
export function fashionMnist(folder?: string): Required<Dataset> {
  const where = folder ?? debianFolder;
  if (!existsSync(where))
    throw new DataError(
      `no folder ${JSON.stringify(where)} with Fashion-MNIST's files: install Debian's dataset-fashion-mnist, or name a folder with --data-dir`,
    );
  return {
    name: "fashion-mnist",
    sha256: combinedSum(sums),
    train: readImages(where, "train", sums.train),
    test: readImages(where, "t10k", sums.test),
  };
}
