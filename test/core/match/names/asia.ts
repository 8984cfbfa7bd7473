import type { LanguageData } from './language.ts'

/** Names of Arabic, Hindi, Chinese, Japanese, Korean and Vietnamese. */
export const asian: readonly LanguageData[] = [
  {
    code: 'ar',
    men: `Mohammed/Muhammad/Mohamed/Mohammad/Mohamad=Mo,Moe,Hamada Ahmed/Ahmad=Hamada,Medo Ali/Aly Mahmoud/Mahmud=Hamada,Mido Hassan/Hasan Hussein/Husain/Hussain/Hossein Ibrahim/Ebrahim=Hima,Ibra Omar/Umar Khaled/Khalid Mustafa/Mostafa/Moustafa=Sasa,Darsh Abdullah/Abdallah/Abdulla=Abdo,Abood Yousef/Yusuf/Youssef/Yousuf=Joe,Jo Said/Saeed/Saïd Karim/Kareem=Kimo Tariq/Tarek/Tareq Samir/Sameer=Sam Amr/Amro Hamza/Hamzah Ismail/Ismael/Esmail=Somaa Abdelrahman/Abdul_Rahman/Abdurrahman/Abdulrahman=Abdo Rashid/Rasheed/Rachid Nasser/Naser Faisal/Faysal/Feisal Suleiman/Sulaiman/Soliman/Sleiman Walid/Waleed Osama/Usama Bilal/Belal Ziad/Ziyad Jamal/Gamal/Djamel Sharif/Sherif/Cherif Othman/Osman/Uthman Adel/Adil Hisham/Hesham/Hicham Ashraf/Achraf Anas/Anass Fouad/Fuad/Foad Majid/Majed/Maged Wael/Wail Salah Nabil/Nabeel=Bill Bashir/Basheer Rami/Ramy Haytham/Haitham`,
    women: `Fatima/Fatma/Fatimah/Fathima=Fafi,Toto Aisha/Aicha/Ayesha/Aysha=Shosho Mariam/Maryam/Meriem/Miryam=Mimi,Mero Khadija/Khadijah/Hadija=Dija Zainab/Zaynab/Zeinab/Zineb=Zuzu Sara/Sarah=Soso Nour/Noor/Nur=Nunu Layla/Leila/Laila=Lulu Huda/Hoda/Houda Amina/Ameena/Aminah=Mina Salma/Selma=Susu Yasmin/Yasmine/Yasmeen/Jasmin=Yas,Yasso Rania/Raniya Hanan/Hanane Iman/Eman/Imane Samira/Sameera=Sam Nadia/Nadya=Nadi Dina/Deena Heba/Hiba Mona/Muna Rasha/Racha Najla/Nagla/Najlaa Aya/Ayah Noura/Nora/Nourah Ghada/Rhada Sumaya/Soumaya/Sumayyah Rim/Reem Lubna/Loubna`,
    last: `Ahmed/Ahmad Mohamed/Mohammed/Muhammad Ali/Aly Hassan/Hasan Hussein/Hussain/Husain Ibrahim/Ebrahim Khan/Khann Mahmoud/Mahmud Al-Sayed/El-Sayed/Elsayed Abdallah/Abdullah Khalil/Khaleel Saleh/Salih Othman/Osman/Uthman Nasser/Naser Haddad/Hadad Khoury/Khouri/El_Khoury Mansour/Mansur Al-Masri/El_Masry/Almasri Saad/Sa'ad Farouk/Farouq/Faruq Salem/Salim Abbas/Abas Hamdan/Hamdane Najjar/Naggar/El_Najjar Qasim/Kassem/Qassem/Kasem Zidane/Zidan Bouazza/Bouaza Benali/Ben_Ali Al-Harbi/Alharbi Al-Ghamdi/Alghamdi Al-Otaibi/Alotaibi/Al_Utaybi Al-Qahtani/Alqahtani Al-Shehri/Alshehri Shaheen/Chahine/Shahin Rahman/Rehman Tawfik/Taufiq/Tewfik Barakat/Baraket Darwish/Darwiche/Darweesh Hamidi/Hameedi`,
    lastShare: 0.5,
    starts: `Ab Al-Ba Al-Da Al-Fa Al-Ja Al-Ma Al-Na Al-Ra Al-Sa Al-Za Ba Ben_Ha Ben_Ma Bou Cha Da El_A El_Ba El_Ka El_Ma Fa Gha Ha Ja Ka Kha Ma Mu Na Qa Ra Sa Sha Ta Wa Za`,
    ends: `ddawi hrani mmoud rrar ssaf bbani llaoui roudi didi ghouti shimi khtar lawi nnouri ouni rzouki tibi zouani yyad dhami hlouli sri`,
  },
  {
    code: 'hi',
    men: `Rajesh=Raj,Raju Sanjay=Sanju Amit=Amitabh Rahul=Rahu Anil Sunil=Sunny Vijay/Vijai=Viju,VJ Ajay Manoj=Manu Rakesh=Rocky Suresh Ramesh Ashok Sandeep=Sandy Deepak/Dipak=Deepu,Dipu Vinod Arun=Aru Vikas Pankaj=Pankaj Manish/Maneesh Rohit=Ro Nitin Gaurav/Gourav Abhishek=Abhi Vivek=Viv Siddharth/Sidharth=Sid Krishna/Krishnan=Kris Venkatesh/Venkatesan=Venkat,Venky Subramanian/Subramaniam=Subbu,Mani Srinivas/Sreenivas/Srinivasan=Srini,Vas Karthik/Kartik Aditya=Adi Arjun Harish=Harry Mukesh=Mukki Naveen/Navin Prakash Pradeep/Pradip Praveen/Pravin Rajiv/Rajeev Satish/Sathish Shyam/Sham Yogesh=Yogi Balasubramanian=Bala Ramakrishnan=Ram,Ramki Jayaraman=Jay`,
    women: `Sunita=Suni Anita=Anu Priya Pooja/Puja Neha Kavita/Kavitha Deepika/Dipika=Dips,Deepu Lakshmi/Laxmi=Lucky Anjali=Anju Meena/Mina Rekha Shweta/Sweta/Swetha Sneha=Snehu Divya=Divi Nisha Ritu/Reetu Swati/Swathi Aishwarya=Aish Pallavi=Pallu Rashmi Preeti/Priti Geeta/Gita/Geetha Seema/Sima Shalini=Shalu Vidya Archana=Archu Sangeeta/Sangita/Sangeetha Jyoti/Jyothi Padmavathi=Padma Saraswathi=Saras Manisha=Mani Ananya=Anu Kiran Madhuri=Madhu Nandini=Nandu`,
    last: `Kumar Singh Sharma/Sarma Patel Gupta Shah Khan Verma/Varma Yadav Reddy Mishra/Misra Jain Agarwal/Aggarwal/Agrawal Joshi Mehta Rao Nair/Nayar Iyer/Aiyar Iyengar Chaudhary/Choudhary/Chowdhury/Chaudhuri Das Pandey/Pande Tiwari/Tewari Desai Kapoor/Kapur Malhotra Bhat/Bhatt Mukherjee/Mukherji Banerjee/Banerji Chatterjee/Chatterji Ghosh/Ghose Bose/Basu Sinha Kulkarni Deshmukh Patil Naidu Menon Pillai Krishnan Srinivasan Subramanian/Subramaniam Dubey/Dube Saxena/Saksena Chopra Arora Bansal Garg Thakur/Thakkar Trivedi Shetty Gowda Hegde Chauhan/Chouhan Rathore Solanki Mahajan`,
    lastShare: 0.62,
    starts: `Abhyan Adhi Amba Bagha Bala Bhag Bhan Chandra Chak Dala Deva Dhar Gada Gan Gopa Hari Jaga Jaya Kal Kama Kan Kara Kesa Kotha Maha Mala Man Nara Nav Pada Para Pras Raghu Rama Sada San Shan Siva Soma Tala Uma Vada Vaidya Vasu Venka`,
    ends: `nathan raman swamy murthy kar wal wade pati raju lingam moorthy varkar pande ghare wala rajan samy`,
  },
  {
    code: 'zh',
    men: '',
    women: '',
    last: `王/Wang/Wong 李/Li/Lee 张/Zhang/Cheung/Chang 刘/Liu/Lau 陈/Chen/Chan 杨/Yang/Yeung 黄/Huang/Wong 赵/Zhao/Chiu 吴/Wu/Ng 周/Zhou/Chow 徐/Xu/Hsu 孙/Sun 马/Ma 朱/Zhu/Chu 胡/Hu/Wu 郭/Guo/Kwok 何/He/Ho 林/Lin/Lam 高/Gao/Ko 罗/Luo/Law 郑/Zheng/Cheng 梁/Liang/Leung 谢/Xie/Tse 宋/Song/Sung 唐/Tang 许/Xu/Hui 邓/Deng/Tang 韩/Han/Hon 冯/Feng/Fung 曹/Cao/Tsao 彭/Peng/Pang 曾/Zeng/Tsang 肖/Xiao/Siu 田/Tian/Tin 董/Dong/Tung 潘/Pan/Poon 袁/Yuan/Yuen 蔡/Cai/Tsai/Choi 蒋/Jiang/Chiang 余/Yu/Yue 于/Yu 杜/Du/To 叶/Ye/Yip 程/Cheng 魏/Wei/Ngai 苏/Su/So 吕/Lu/Lui/Lyu 丁/Ding/Ting 任/Ren/Yam 卢/Lu/Lo 姚/Yao/Yiu 沈/Shen/Sum 钟/Zhong/Chung 姜/Jiang/Keung 崔/Cui/Tsui 谭/Tan/Tam 陆/Lu/Luk 范/Fan 汪/Wang/Wong 廖/Liao/Liu 石/Shi/Shek 金/Jin/Kam 韦/Wei/Wai 贾/Jia/Ka 夏/Xia/Ha 付/Fu 方/Fang/Fong 邹/Zou/Chow 熊/Xiong/Hung 白/Bai/Pak 孟/Meng/Mang 秦/Qin/Chun 邱/Qiu/Yau 侯/Hou/Hau 江/Jiang/Kong 尹/Yin/Wan 薛/Xue/Sit 阎/Yan/Yim 段/Duan/Tuen 雷/Lei/Lui 龙/Long/Lung 黎/Li/Lai 史/Shi/Sze 陶/Tao/To 贺/He/Ho 毛/Mao/Mo 郝/Hao 顾/Gu/Ku 龚/Gong/Kung 邵/Shao/Siu 万/Wan/Man 覃/Qin/Tam 武/Wu/Mo 钱/Qian/Chin 戴/Dai/Tai 严/Yan/Yim 莫/Mo/Mok 孔/Kong/Hung 向/Xiang/Heung 欧阳/Ouyang/Au-Yeung 司马/Sima/Szema 上官/Shangguan 诸葛/Zhuge 温/Wen/Wan 庄/Zhuang/Chong 柯/Ke/Or 阮/Ruan/Yuen 翁/Weng/Yung 鲁/Lu 焦/Jiao 牛/Niu 霍/Huo/Fok 聂/Nie/Nip 章/Zhang/Cheung 施/Shi/Sze 葛/Ge/Got 岳/Yue/Ngok 殷/Yin/Yan 喻/Yu 裴/Pei/Pui 麦/Mai/Mak`,
    lastShare: 1,
    starts: '',
    ends: '',
    syllablesOf: {
      men: `伟wei 强qiang 磊lei 洋yang 勇yong 军jun 杰jie 涛tao 明ming 超chao 平ping 刚gang 文wen 华hua 建jian 国guo 晓xiao 志zhi 海hai 春chun 宇yu 浩hao 然ran 子zi 轩xuan 嘉jia 俊jun 鹏peng 飞fei 斌bin 波bo 辉hui 东dong 健jian 龙long 林lin 峰feng 凯kai 亮liang 天tian 一yi 思si 瑞rui 博bo 睿rui 泽ze`,
      women: `芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 桂gui 红hong 玉yu 小xiao 雪xue 佳jia 欣xin 怡yi 梓zi 涵han 婷ting 慧hui 莉li 萍ping 燕yan 玲ling 梅mei 兰lan 莹ying 琳lin 颖ying 洁jie 倩qian 云yun 雯wen 晨chen 思si 诗shi 雅ya 晓xiao 秀xiu 英ying 淑shu 美mei 可ke 心xin 月yue 琪qi`,
    },
  },
  {
    code: 'ja',
    men: `浩/Hiroshi=Hiro 大輔/Daisuke=Dai 誠/Makoto=Mako 健一/Kenichi/Ken'ichi=Ken 翔太/Shota/Shouta=Sho 健太/Kenta=Ken 拓也/Takuya=Taku 直樹/Naoki=Nao 哲也/Tetsuya=Tetsu 和也/Kazuya=Kazu 隆/Takashi=Taka 学/Manabu 剛/Tsuyoshi=Tsuyo 聡/Satoshi=Sato 大樹/Daiki=Dai 雄太/Yuta/Yuuta 陽一/Yoichi/Youichi=Yo 裕二/Yuji/Yuuji 修/Osamu=Sam 豊/Yutaka 正/Tadashi=Tad 一郎/Ichiro/Ichirou 太郎/Taro/Tarou 次郎/Jiro/Jirou 秀樹/Hideki=Hide 洋平/Yohei/Youhei 亮/Ryo/Ryou 龍之介/Ryunosuke=Ryu 蓮/Ren 悠真/Yuma 大翔/Hiroto=Hiro 駿/Shun 純一/Junichi/Jun'ichi=Jun 賢治/Kenji=Ken 智也/Tomoya=Tomo 光男/Mitsuo=Mitch 信也/Shinya=Shin`,
    women: `陽子/Yoko/Youko 恵子/Keiko=Kei 幸子/Sachiko=Sachi 久美子/Kumiko=Kumi 由美子/Yumiko=Yumi 智子/Tomoko=Tomo 裕子/Yuko/Yuuko 真由美/Mayumi=Mayu 直美/Naomi=Nao 明美/Akemi 愛/Ai 美咲/Misaki=Misa 彩/Aya 麻衣/Mai 恵/Megumi=Meg 香織/Kaori=Kao 舞/Mai 絵美/Emi 千尋/Chihiro=Chi 葵/Aoi 結衣/Yui 優子/Yuko/Yuuko 典子/Noriko=Nori 洋子/Hiroko/Yoko 美穂/Miho 桃子/Momoko=Momo 理恵/Rie 奈々/Nana さくら/Sakura 京子/Kyoko/Kyouko 和子/Kazuko=Kazu 玲奈/Reina 涼子/Ryoko/Ryouko 純子/Junko=Jun 花子/Hanako=Hana`,
    last: `佐藤/Sato/Satoh/Satou 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka 伊藤/Ito/Itoh/Itou 渡辺/Watanabe 山本/Yamamoto 中村/Nakamura 小林/Kobayashi 加藤/Kato/Katoh/Katou 吉田/Yoshida 山田/Yamada 佐々木/Sasaki 山口/Yamaguchi 松本/Matsumoto 井上/Inoue/Inouye 木村/Kimura 林/Hayashi 斎藤/Saito/Saitoh/Saitou 清水/Shimizu/Simizu 山崎/Yamazaki/Yamasaki 森/Mori 池田/Ikeda 橋本/Hashimoto 阿部/Abe 石川/Ishikawa 山下/Yamashita 中島/Nakajima/Nakashima 石井/Ishii 小川/Ogawa 前田/Maeda 岡田/Okada 長谷川/Hasegawa 藤田/Fujita 後藤/Goto/Gotoh/Gotou 近藤/Kondo/Kondoh 村上/Murakami 遠藤/Endo/Endoh 青木/Aoki 坂本/Sakamoto 福田/Fukuda 太田/Ota/Ohta 西村/Nishimura 藤井/Fujii 金子/Kaneko 岡本/Okamoto 中野/Nakano 原田/Harada 松田/Matsuda 小野/Ono 大野/Ohno/Ono/Oono 藤原/Fujiwara 田村/Tamura 竹内/Takeuchi 和田/Wada 中川/Nakagawa 大塚/Otsuka/Ohtsuka`,
    lastShare: 0.35,
    starts: `北kita 南minami 西nishi 東higashi 上kami 下shimo 中naka 内uchi 大o 小ko 古furu 新nii 高taka 長naga 広hiro 白shiro 黒kuro 赤aka 青ao 金kane 石ishi 岩iwa 松matsu 竹take 梅ume 杉sugi 桜sakura 柳yanagi 栗kuri 菊kiku 花hana 草kusa 秋aki 冬fuyu 夏natsu 朝asa 今ima 平hira 富tomi 福fuku 永naga 安yasu 関seki 宮miya 寺tera 笠kasa 津tsu 浜hama 磯iso 滝taki 星hoshi 熊kuma 鳥tori 馬ma 鶴tsuru 亀kame`,
    ends: `田ta 川kawa 村mura 山yama 木ki 本moto 原hara 島shima 谷tani 沢zawa 野no 井i 口guchi 崎saki 橋hashi 坂saka 岡oka 森mori 林bayashi 尾o 瀬se 戸do 倉kura 池ike 根ne 塚tsuka 上ue 江e 見mi 浦ura`,
  },
  {
    code: 'ko',
    men: '',
    women: '',
    last: `김/Kim/Gim 이/Lee/Yi/Rhee/Li 박/Park/Pak/Bak 최/Choi/Choe 정/Jung/Jeong/Chung 강/Kang/Gang 조/Cho/Jo 윤/Yoon/Yun 장/Jang/Chang 임/Lim/Im/Yim 한/Han 오/Oh/O 서/Seo/Suh 신/Shin/Sin 권/Kwon/Gwon 황/Hwang 안/Ahn/An 송/Song 류/Ryu/Yoo/Yu 전/Jeon/Jun/Chun 홍/Hong 고/Ko/Go/Koh 문/Moon/Mun 양/Yang 손/Son/Sohn 배/Bae/Pae 백/Baek/Paik/Back 허/Heo/Hur/Huh 유/Yoo/Yu 남/Nam 심/Shim/Sim 노/Noh/Roh/No 하/Ha 곽/Kwak/Gwak 성/Sung/Seong 차/Cha 주/Joo/Ju 우/Woo/Wu 구/Koo/Gu/Ku 나/Na/Ra 민/Min 진/Jin/Chin 지/Ji/Chi 엄/Um/Eom/Uhm 원/Won 채/Chae 천/Cheon/Chun 방/Bang/Pang 공/Kong/Gong 현/Hyun/Hyeon 함/Ham 변/Byun/Byeon 염/Yeom/Yum 여/Yeo/Yuh 추/Choo/Chu 도/Do/Doh 석/Seok/Suk 선/Sun/Seon 설/Seol/Sul 마/Ma 길/Gil/Kil 연/Yeon 위/Wi/Wee 표/Pyo 명/Myung/Myeong 기/Ki/Gi 반/Ban 왕/Wang 금/Keum/Geum 옥/Ok 육/Yook/Yuk 인/In 맹/Maeng 남궁/Namgung/Namkoong 황보/Hwangbo 제갈/Jegal 탁/Tak 국/Kook/Guk`,
    lastShare: 1,
    starts: '',
    ends: '',
    syllablesOf: {
      men: `민min 준jun/joon 지ji/jee 훈hoon/hun 현hyun/hyeon 우woo/wu 성sung/seong 호ho 영young/yeong 수soo/su 진jin 동dong 승seung 재jae 상sang 태tae 철chul/cheol 석seok/suk 도do 윤yoon/yun 건gun/geon 서seo 경kyung/gyeong 기ki/gi 원won 용yong 종jong 혁hyuk/hyeok 환hwan 규kyu/gyu 대dae 한han`,
      women: `지ji/jee 은eun 영young/yeong 수soo/su 미mi 정jung/jeong 혜hye/hae 현hyun/hyeon 민min 서seo 연yeon/yun 진jin 아ah/a 경kyung/gyeong 희hee/hui 숙sook/suk 선sun/seon 주joo/ju 유yoo/yu 하ha 윤yoon/yun 나na 예ye 원won 빈bin 소so 보bo 라ra 은eun 자ja 순soon/sun`,
    },
  },
  {
    code: 'vi',
    men: `Văn_Hùng/Hùng=Hùng Minh Tuấn Dũng Đức Huy Nam Hoàng Hải Long Quang Thắng Tùng Việt Khoa Phong Sơn Thành Trung Đạt Hiếu Khánh Bảo Phúc Quân Anh_Tuấn=Tuấn Minh_Đức=Đức Quốc_Bảo=Bảo Đình_Phong=Phong Hữu_Nghĩa=Nghĩa Trọng_Nhân=Nhân Công_Minh=Minh Vũ Kiên Cường Lâm Thịnh Tiến Toàn Vinh`,
    women: `Thị_Lan/Lan=Lan Hương Linh Mai Hoa Thảo Trang Nga Hà Thu Phương Ngọc Yến Thủy/Thuỷ Hằng Nhung Vân Loan Hạnh Huyền My Quỳnh Như Trâm Tuyết Thanh_Hà=Hà Thu_Thảo=Thảo Minh_Anh=Anh Ngọc_Anh=Anh Kim_Chi=Chi Bích_Ngọc=Ngọc Thùy_Linh/Thuỳ_Linh=Linh Diệu_Linh=Linh Oanh Xuân Tâm Dung Nguyệt`,
    last: `Nguyễn Trần Lê Phạm Hoàng/Huỳnh Phan Vũ/Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trương Lâm Mai Trịnh Đào Cao Hà Lương Tạ Châu Thái Quách Tô Phùng Vương La Triệu Kiều Từ Lưu Tăng Nghiêm Tống Hứa Mạc Giang Khổng Ông Văn Chu Bạch Doãn Âu Viên Thạch Kim Sơn Danh Tiêu Nông Ma Vi Quan Cù Ninh Lục Thân Hàn`,
    lastShare: 1,
    starts: '',
    ends: '',
  },
]
